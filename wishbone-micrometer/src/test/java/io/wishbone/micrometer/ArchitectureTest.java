package io.wishbone.micrometer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps this module to what a router shows of itself. */
@AnalyzeClasses(packages = "io.wishbone.micrometer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knowsTheRouterAndItsMetricsOnly = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.wishbone.micrometer..",
                    "io.wishbone.router..",
                    "io.wishbone.metrics..",
                    "io.micrometer..",
                    "org.jspecify..",
                    "java..");
}
