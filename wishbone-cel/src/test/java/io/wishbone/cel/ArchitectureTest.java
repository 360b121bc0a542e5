package io.wishbone.cel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps the language above the events and the service interface of the core, and beside everything else. */
@AnalyzeClasses(packages = "io.wishbone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CEL = "io.wishbone.cel..";

    @ArchTest
    static final ArchRule nothingKnowsTheLanguage = noClasses()
            .that()
            .resideOutsideOfPackage(CEL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CEL, "dev.cel..");

    @ArchTest
    static final ArchRule theLanguageKnowsEventsAndExpressionsOnly = noClasses()
            .that()
            .resideInAPackage(CEL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wishbone.actor..", "io.wishbone.queue..", "io.wishbone.router..", "io.netty..");

    @ArchTest
    static final ArchRule functionsDoNotKnowTheEngine = noClasses()
            .that()
            .resideInAPackage("io.wishbone.cel.function..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.cel..");

    @ArchTest
    static final ArchRule regularExpressionsOfEventsAreLinear = noClasses()
            .that()
            .resideInAPackage("io.wishbone.cel.function..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.regex..");
}
