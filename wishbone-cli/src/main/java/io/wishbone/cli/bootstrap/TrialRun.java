package io.wishbone.cli.bootstrap;

import io.wishbone.actor.Actor;
import io.wishbone.cli.bootstrap.Bootstrap.ModuleSpec;
import io.wishbone.cli.bootstrap.Bootstrap.Route;
import io.wishbone.event.Event;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run of a {@link PipelineTrial}. <em>Confined to the thread that runs it.</em> */
final class TrialRun {
    private static final String TAP = "test-tap-";

    private final PipelineTrial.Parts test;
    private final Bootstrap bootstrap;
    private final Map<String, Substitute> substitutes = new LinkedHashMap<>();
    /** By the outlet that they look at. */
    private final Map<String, Substitute> taps = new LinkedHashMap<>();

    TrialRun(PipelineTrial.Parts test) {
        this.test = test;
        this.bootstrap = test.bootstrap();
    }

    List<String> run() {
        Set<String> named = new LinkedHashSet<>();
        test.given().keySet().forEach(end -> named.add(end.module()));
        test.expected().stream()
                .filter(expectation -> !expectation.isOutlet())
                .forEach(expectation -> named.add(expectation.module()));
        bootstrap.modules().stream()
                .filter(module -> named.contains(module.name()) || isEdge(module))
                .forEach(module -> substitutes.put(module.name(), substitute(module.name())));
        try (TrialHome home = new TrialHome(test.start())) {
            Router router = bootstrap.createRouter(
                    substitutes, settings -> settings.home(home).clock(home));
            addTaps(router);
            return run(router, home);
        }
    }

    /** Whether a module deals with the world around: it must not, in a test. */
    private static boolean isEdge(ModuleSpec module) {
        String[] words = module.type().name().split("\\.", -1);
        if (words.length > 1 && (words[1].equals("input") || words[1].equals("output"))) {
            return true;
        }
        Actor actor = module.type().create(module.name(), module.arguments());
        boolean hasInlets = actor.hasDynamicInlets() || !actor.inlets().isEmpty();
        boolean hasOutlets = actor.hasDynamicOutlets()
                || actor.outlets().stream().anyMatch(outlet -> !outlet.name().equals(Actor.FAILED));
        return !hasInlets || !hasOutlets;
    }

    private Substitute substitute(String module) {
        Set<String> outlets = new LinkedHashSet<>();
        Set<String> inlets = new LinkedHashSet<>();
        for (Route route : bootstrap.routes()) {
            if (route.from().module().equals(module)) {
                outlets.add(route.from().queue());
            }
            if (route.to().module().equals(module)) {
                inlets.add(route.to().queue());
            }
        }
        Map<String, List<PipelineTrial.Given>> given = new LinkedHashMap<>();
        test.given().forEach((end, events) -> {
            if (end.module().equals(module)) {
                outlets.add(end.queue());
                given.put(end.queue(), events);
            }
        });
        return new Substitute(outlets, inlets, given);
    }

    /** Looks at outlets that lead nowhere: those that the test names, and all where failed events come. */
    private void addTaps(Router router) {
        Set<String> outlets = new LinkedHashSet<>();
        test.expected().stream().filter(Expectation::isOutlet).forEach(expectation -> outlets.add(expectation.place()));
        bootstrap.modules().stream()
                .filter(module -> !substitutes.containsKey(module.name()))
                .map(module -> module.name() + "." + Actor.FAILED)
                .filter(outlet -> bootstrap.routes().stream()
                        .noneMatch(route -> route.from().toString().equals(outlet)))
                .forEach(outlets::add);
        for (String outlet : outlets) {
            Substitute tap = new Substitute(Set.of(), Set.of(Actor.INBOX), Map.of());
            String name = TAP + taps.size();
            taps.put(outlet, tap);
            router.registerModule(name, tap);
            router.connect(outlet, name + "." + Actor.INBOX);
        }
    }

    private List<String> run(Router router, TrialHome home) {
        long end = System.nanoTime() + test.deadline().toNanos();
        List<String> failures = new ArrayList<>();
        try {
            router.start();
            awaitRest(home, end, failures);
        } catch (ModuleStartException e) {
            return List.of("cannot start: " + e.getMessage());
        } finally {
            StopReport report = router.stop(left(end));
            if (!report.isClean()) {
                failures.add("not all events came to an end within "
                        + test.deadline().toMillis() + " ms: "
                        + report.toString().strip());
            }
        }
        test.expected().forEach(expectation -> failures.addAll(expectation.failures(got(expectation))));
        failures.addAll(unexpectedFailures());
        return failures;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private void awaitRest(TrialHome home, long end, List<String> failures) {
        try {
            if (!home.runUntil(test.length(), left(end))) {
                failures.add("the pipeline has not come to rest within "
                        + test.deadline().toMillis() + " ms");
            }
            substitutes.forEach((name, substitute) -> {
                if (!substitute.isFed()) {
                    failures.add(name + ": not all of its events were taken");
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add("interrupted");
        }
    }

    private List<Event> got(Expectation expectation) {
        Substitute tap = expectation.isOutlet() ? taps.get(expectation.place()) : null;
        if (tap != null) {
            return tap.got("");
        }
        Substitute substitute = substitutes.get(expectation.module());
        return substitute == null ? List.of() : substitute.got(expectation.queue());
    }

    private List<String> unexpectedFailures() {
        List<String> failures = new ArrayList<>();
        Set<String> expected = new LinkedHashSet<>();
        test.expected().forEach(expectation -> expected.add(expectation.place()));
        taps.forEach((outlet, tap) -> {
            if (!expected.contains(outlet)) {
                tap.got("")
                        .forEach(event -> failures.add(outlet
                                + ": a module could not process an event, and the test does not expect that\n  got:\n    "
                                + event.toJson()));
            }
        });
        return failures;
    }
}
