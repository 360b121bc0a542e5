package io.wishbone.cli;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Inlet;
import io.wishbone.actor.Outlet;
import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.Bootstrap.End;
import io.wishbone.cli.bootstrap.Bootstrap.ModuleSpec;
import io.wishbone.cli.bootstrap.Bootstrap.Route;
import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.module.NearestName;
import io.wishbone.router.Router;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a bootstrap file that lies downstream of some queues. <em>Confined to the main thread.</em> It has no
 * inputs, so nothing in it listens: what only an answer leads to is left out, too.
 */
final class ReplayPipeline {
    /** The kind of module that ends events which have failed. */
    static final String DEAD_LETTERS = "wishbone.output.deadletter";

    private final Bootstrap bootstrap;
    private final Map<String, Actor> samples = new HashMap<>();
    private int added;

    ReplayPipeline(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** What is wrong with a queue as the place where events go to; nothing if it is fine. */
    Optional<String> problemOf(End target) {
        Optional<ModuleSpec> module = bootstrap.module(target.module());
        if (module.isEmpty()) {
            List<String> known =
                    bootstrap.modules().stream().map(ModuleSpec::name).toList();
            return Optional.of("\"" + target + "\": " + bootstrap.file() + " has no module \"" + target.module() + "\""
                    + NearestName.hint(target.module(), known));
        }
        if (isDeadLetters(target.module())) {
            return Optional.of("\"" + target + "\" is where dead letters are written (expected: --queue with another)");
        }
        if (!takesData(target)) {
            List<String> known = sample(target.module()).inlets().stream()
                    .filter(inlet -> !inlet.isControl())
                    .map(Inlet::name)
                    .toList();
            return Optional.of("module \"" + target.module() + "\" has no inlet \"" + target.queue() + "\" for events"
                    + NearestName.hint(target.queue(), known));
        }
        return Optional.empty();
    }

    private Actor sample(String module) {
        return samples.computeIfAbsent(
                module, name -> bootstrap.module(name).orElseThrow().create());
    }

    private boolean takesData(End end) {
        return sample(end.module())
                .findInlet(end.queue())
                .filter(inlet -> !inlet.isControl())
                .isPresent();
    }

    private boolean isDeadLetters(String module) {
        return bootstrap
                .module(module)
                .filter(spec -> spec.type().name().equals(DEAD_LETTERS))
                .isPresent();
    }

    /** A router with that part and with what feeds it, not started. */
    Router createRouter(Letters letters, Collection<End> targets, ReplayTally tally) {
        Bootstrap part = bootstrap.only(downstreamOf(targets));
        Router router = part.createRouter();
        part.routes().stream()
                .filter(route -> isDeadLetters(route.to().module()))
                .forEach(route -> putBetween(router, route, new FailureMark()));
        List<End> all = List.copyOf(targets);
        String feed = freeName("replay");
        router.registerModule(feed, new ReplayFeed(letters, all, tally));
        for (int i = 0; i < all.size(); i++) {
            lead(router, feed + "." + ReplayFeed.outletName(i), all.get(i), part.routes());
        }
        return router;
    }

    /** The modules that events of some queues reach. */
    private Set<String> downstreamOf(Collection<End> targets) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>();
        targets.forEach(target -> next.add(target.module()));
        while (!next.isEmpty()) {
            String module = next.remove();
            if (reached.add(module)) {
                bootstrap.routes().stream()
                        .filter(route -> route.from().module().equals(module) && takesData(route.to()))
                        .forEach(route -> next.add(route.to().module()));
            }
        }
        return reached;
    }

    /** What feeds the queue already, in a loop, keeps feeding it. */
    private void lead(Router router, String from, End target, Collection<Route> routes) {
        Optional<Route> present =
                routes.stream().filter(route -> route.to().equals(target)).findFirst();
        if (present.isEmpty()) {
            router.connect(from, target.toString());
            return;
        }
        String join = putBetween(router, present.get(), new Join());
        router.connect(from, join + "." + Join.FED);
    }

    private String putBetween(Router router, Route route, Actor actor) {
        String name = freeName("replay-" + added++);
        router.registerModule(name, actor);
        router.rewire(change -> change.disconnect(route.from().toString())
                .connect(route.from().toString(), name + "." + Actor.INBOX)
                .connect(name + "." + Actor.OUTBOX, route.to().toString()));
        return name;
    }

    private String freeName(String wanted) {
        String name = wanted;
        while (bootstrap.module(name).isPresent()) {
            name += "-";
        }
        return name;
    }

    /** Two inlets, one outlet. */
    private static final class Join extends Actor {
        static final String FED = "fed";

        Join() {
            Outlet outbox = outlet(OUTBOX);
            inlet(INBOX, outbox::submit);
            inlet(FED, outbox::submit);
        }
    }

    /** Notes that an event failed again, since its dead letter would count as delivered. */
    private static final class FailureMark extends Actor {
        private final Outlet outbox = outlet(OUTBOX);

        FailureMark() {
            inlet(INBOX, this::mark);
        }

        private void mark(Event event) {
            Completion completion = event.completion();
            if (completion != null) {
                completion.fail(failureOf(event));
            }
            outbox.submit(event);
        }

        private static Completion.Failure failureOf(Event event) {
            String module = event.header().lastModuleWith("error").orElse("");
            return event.header(module, "error") instanceof Map<?, ?> error
                    ? new Completion.Failure(
                            String.valueOf(error.get("type")), "module \"" + module + "\": " + error.get("message"))
                    : new Completion.Failure("dead_letter", "it was kept as a dead letter again");
        }
    }
}
