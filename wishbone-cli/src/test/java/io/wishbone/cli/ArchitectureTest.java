package io.wishbone.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps the command above everything else, and its bootstrap file below it. */
@AnalyzeClasses(packages = "io.wishbone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CLI = "io.wishbone.cli..";
    private static final String BOOTSTRAP = "io.wishbone.cli.bootstrap..";
    private static final String PYTHON = "io.wishbone.cli.python..";

    @ArchTest
    static final ArchRule nothingKnowsTheCommand = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLI);

    @ArchTest
    static final ArchRule bootstrapFilesDoNotKnowTheCommand = noClasses()
            .that()
            .resideInAPackage(BOOTSTRAP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.wishbone.cli");

    @ArchTest
    static final ArchRule onlyBootstrapFilesNameYaml = noClasses()
            .that()
            .resideOutsideOfPackages(BOOTSTRAP, PYTHON)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.snakeyaml..");

    @ArchTest
    static final ArchRule translationDoesNotKnowWhoReadsIt = noClasses()
            .that()
            .resideInAPackage(PYTHON)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wishbone.cli", BOOTSTRAP);

    /** Modules are found as an extender's would be. */
    @ArchTest
    static final ArchRule noModuleIsNamed = classes()
            .that()
            .resideInAPackage(CLI)
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("io.wishbone.netty..", "io.wishbone.module.flow..", "io.wishbone.module.output..");
}
