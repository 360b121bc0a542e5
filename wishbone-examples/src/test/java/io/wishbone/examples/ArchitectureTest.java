package io.wishbone.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** Keeps the arrows between the modules pointing down; lives here because only the examples see all of them. */
@AnalyzeClasses(packages = "io.wishbone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String NETTY = "io.wishbone.netty..";
    private static final String INPUT = "io.wishbone.netty.input..";
    private static final String OUTPUT = "io.wishbone.netty.output..";
    private static final String TESTKIT = "io.wishbone.testkit..";
    private static final String CODEC_TESTKIT = "io.wishbone.testkit.codec..";
    private static final String EXAMPLES = "io.wishbone.examples..";

    @ArchTest
    static final ArchRule inputsNeverKnowOutputs = noClasses()
            .that()
            .resideInAPackage(INPUT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(OUTPUT)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule outputsNeverKnowInputs = noClasses()
            .that()
            .resideInAPackage(OUTPUT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INPUT)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule sharedNettyPartsKnowNeither = noClasses()
            .that()
            .resideInAPackage(NETTY)
            .and()
            .resideOutsideOfPackages(INPUT, OUTPUT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INPUT, OUTPUT)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule coreNeverKnowsNetty = noClasses()
            .that()
            .resideOutsideOfPackages(NETTY, CODEC_TESTKIT, EXAMPLES)
            .and()
            // It sends a datagram to a Unix socket, for which the JDK has nothing.
            .doNotHaveFullyQualifiedName("io.wishbone.cli.ServiceManager")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", NETTY)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingKnowsTheLanguageOfExpressions = noClasses()
            .that()
            .resideOutsideOfPackages("io.wishbone.cel..", EXAMPLES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wishbone.cel..", "dev.cel..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingKnowsCron = noClasses()
            .that()
            .resideOutsideOfPackages("io.wishbone.cron..", EXAMPLES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wishbone.cron..", "com.cronutils..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingKnowsMicrometer = noClasses()
            .that()
            .resideOutsideOfPackage("io.wishbone.micrometer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wishbone.micrometer..", "io.micrometer..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingKnowsTheExamples = noClasses()
            .that()
            .resideOutsideOfPackage(EXAMPLES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(EXAMPLES)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTestsKnowTheTestKit = noClasses()
            .that()
            .resideOutsideOfPackage(TESTKIT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TESTKIT)
            .allowEmptyShould(true);

    /** NullAway checks marked packages only, so an unmarked one would go unchecked and unnoticed. */
    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes().should(resideInNullMarkedPackage()).allowEmptyShould(true);

    private static ArchCondition<JavaClass> resideInNullMarkedPackage() {
        return new ArchCondition<>("reside in a package marked @NullMarked in its package-info") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                String message = "%s resides in package %s (expected: @NullMarked in its package-info.java)"
                        .formatted(type.getName(), type.getPackageName());
                events.add(new SimpleConditionEvent(type, marked, message));
            }
        };
    }
}
