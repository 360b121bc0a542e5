package io.wishbone.protocols;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps libraries where they are needed. */
@AnalyzeClasses(packages = "io.wishbone.protocols", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule nothingKnowsNetty =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.netty..", "io.wishbone.netty..");

    @ArchTest
    static final ArchRule onlyOneClassNamesZstandard = noClasses()
            .that()
            .doNotHaveSimpleName("ZstdProtocol")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.luben..");

    @ArchTest
    static final ArchRule modulesAreNotKnown = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wishbone.module.process..", "io.wishbone.router..");
}
