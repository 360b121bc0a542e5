package io.wishbone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps the arrows between the packages of this module pointing down. */
@AnalyzeClasses(packages = "io.wishbone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String EVENT = "event";
    private static final String QUEUE = "queue";
    private static final String ACTOR = "actor";
    private static final String METRICS = "metrics";
    private static final String LOG = "log";
    private static final String MODULE = "module";
    private static final String ROUTER = "router";

    @ArchTest
    static final ArchRule packagesOnlyKnowThoseBelow = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer(EVENT)
            .definedBy("io.wishbone.event..")
            .layer(QUEUE)
            .definedBy("io.wishbone.queue..")
            .layer(ACTOR)
            .definedBy("io.wishbone.actor..")
            .layer(METRICS)
            .definedBy("io.wishbone.metrics..")
            .layer(LOG)
            .definedBy("io.wishbone.log..")
            .layer(MODULE)
            .definedBy("io.wishbone.module..", "io.wishbone.expression..", "io.wishbone.protocol..")
            .layer(ROUTER)
            .definedBy("io.wishbone.router..")
            .whereLayer(EVENT)
            .mayNotAccessAnyLayer()
            .whereLayer(QUEUE)
            .mayOnlyAccessLayers(EVENT)
            .whereLayer(ACTOR)
            .mayOnlyAccessLayers(EVENT, QUEUE)
            .whereLayer(METRICS)
            .mayOnlyAccessLayers(EVENT, QUEUE, ACTOR)
            .whereLayer(LOG)
            .mayOnlyAccessLayers(EVENT, QUEUE, ACTOR)
            .whereLayer(MODULE)
            .mayOnlyAccessLayers(EVENT, QUEUE, ACTOR, METRICS, LOG)
            .whereLayer(ROUTER)
            .mayNotBeAccessedByAnyLayer()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.wishbone.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheQueuesNameJctools = noClasses()
            .that()
            .resideOutsideOfPackage("io.wishbone.queue..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jctools..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingKnowsNetty = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "io.wishbone.netty..")
            .allowEmptyShould(true);
}
