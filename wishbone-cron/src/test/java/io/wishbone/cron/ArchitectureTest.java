package io.wishbone.cron;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps cron beside everything else but what a module's author knows, and its library in one class. */
@AnalyzeClasses(packages = "io.wishbone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CRON = "io.wishbone.cron..";

    @ArchTest
    static final ArchRule nothingKnowsCron = noClasses()
            .that()
            .resideOutsideOfPackage(CRON)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CRON, "com.cronutils..");

    @ArchTest
    static final ArchRule cronKnowsWhatAnAuthorOfModulesDoes = noClasses()
            .that()
            .resideInAPackage(CRON)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.wishbone.queue..", "io.wishbone.router..", "io.wishbone.module.(*)..", "io.netty..");

    @ArchTest
    static final ArchRule oneClassKnowsTheLibrary = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(CronExpression.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.cronutils..");
}
