package io.wishbone.cli.bootstrap;

import io.wishbone.actor.Actor;
import io.wishbone.cli.bootstrap.Bootstrap.ModuleSpec;
import io.wishbone.cli.bootstrap.Bootstrap.Route;
import io.wishbone.router.Rewiring;
import io.wishbone.router.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts one bootstrap in the place of another on a router that runs. <em>Confined to one thread.</em>
 *
 * <p>Modules that stay as they are keep their connections, queues and counters. Modules that go or change work on what
 * they have, drain and close; meanwhile what is sent to their successors waits. Then the new ones start. Old ones end
 * first, since a new one may want the same port or file.
 */
public final class Reload {
    private final Router router;
    private final Bootstrap before;
    private final Bootstrap after;
    private final Plan plan;
    /** By the outlet that leads into them. */
    private final Map<String, Valve> valves = new LinkedHashMap<>();

    private final Map<String, String> valveNames = new LinkedHashMap<>();
    private final List<String> registered = new ArrayList<>();

    /**
     * A reload that has not begun.
     *
     * @param router runs {@code before}
     * @param before what runs
     * @param after what shall run
     */
    public Reload(Router router, Bootstrap before, Bootstrap after) {
        this.router = router;
        this.before = before;
        this.after = after;
        this.plan = Plan.between(before, after);
    }

    /** What changes. */
    public Plan plan() {
        return plan;
    }

    /**
     * Applies the plan; called once.
     *
     * @return what runs then: {@code after}, but for settings that only change by a restart
     * @throws RuntimeException if a new module cannot start or be connected; what ran before runs again then, unless
     *     the exception has a suppressed one that tells why not
     */
    public Bootstrap apply() {
        Set<String> torn = new LinkedHashSet<>();
        Stream.concat(plan.removed().stream(), plan.changed().stream().map(Plan.Change::before))
                .forEach(module -> torn.add(module.name()));
        takeAway(torn);
        Set<String> fresh = new LinkedHashSet<>();
        Stream.concat(plan.added().stream(), plan.changed().stream().map(Plan.Change::after))
                .forEach(module -> fresh.add(module.name()));
        try {
            put(
                    after,
                    fresh,
                    plan.disconnected().stream()
                            .filter(route -> !touches(route, torn))
                            .toList());
        } catch (RuntimeException e) {
            goBack(torn, e);
            throw e;
        }
        settle(after);
        return after.withSettings(before.settings().withLive(after.settings()));
    }

    private static boolean touches(Route route, Set<String> modules) {
        return modules.contains(route.from().module())
                || modules.contains(route.to().module());
    }

    /** Ends modules in the order in which events flow, so that each gets what those before it still have. */
    private void takeAway(Set<String> torn) {
        if (torn.isEmpty()) {
            return;
        }
        Set<String> wanted = new LinkedHashSet<>();
        after.routes().forEach(route -> wanted.add(route.from().toString()));
        List<String> held = before.routes().stream()
                .filter(route -> torn.contains(route.to().module())
                        && !torn.contains(route.from().module()))
                .map(route -> route.from().toString())
                .filter(wanted::contains)
                .toList();
        for (String outlet : held) {
            Valve valve = new Valve();
            String name = freeName(valves.size());
            router.registerModule(name, valve);
            valves.put(outlet, valve);
            valveNames.put(outlet, name);
        }
        router.rewire(change -> {
            for (String outlet : held) {
                change.disconnect(outlet).connect(outlet, inletOf(outlet));
            }
            inOrder(torn)
                    .forEach(module -> change.remove(module, before.settings().stopDeadline()));
        });
    }

    private String freeName(int number) {
        Set<String> taken = new LinkedHashSet<>();
        Stream.concat(before.modules().stream(), after.modules().stream()).forEach(module -> taken.add(module.name()));
        String name = "reload-" + number;
        while (taken.contains(name)) {
            name += "-";
        }
        return name;
    }

    private String inletOf(String outlet) {
        return valveNames.get(outlet) + "." + Actor.INBOX;
    }

    private List<String> inOrder(Set<String> torn) {
        List<String> left = new ArrayList<>(torn);
        List<String> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            String next = left.stream()
                    .filter(module -> before.routes().stream()
                            .noneMatch(route -> route.to().module().equals(module)
                                    && !route.from().module().equals(module)
                                    && left.contains(route.from().module())))
                    .findFirst()
                    .orElse(left.get(0));
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    /** Starts modules and makes the connections that they and the rest need. */
    private void put(Bootstrap wanted, Set<String> fresh, List<Route> gone) {
        for (ModuleSpec module : wanted.modules()) {
            if (fresh.contains(module.name())) {
                router.registerModule(module.name(), module.type().create(module.name(), module.arguments()));
                registered.add(module.name());
            }
        }
        router.rewire(change -> {
            gone.forEach(route -> change.disconnect(route.from().toString()));
            for (Route route : wanted.routes()) {
                boolean isNew = !before.routes().contains(route);
                if (isNew
                        || touches(route, fresh)
                        || valves.containsKey(route.from().toString())) {
                    connect(change, route);
                }
            }
        });
    }

    private void connect(Rewiring change, Route route) {
        String name = valveNames.get(route.from().toString());
        change.connect(
                name == null ? route.from().toString() : name + "." + Actor.OUTBOX,
                route.to().toString());
    }

    /** Opens the valves and takes them out again. */
    private void settle(Bootstrap wanted) {
        valves.values().forEach(Valve::open);
        if (valves.isEmpty()) {
            return;
        }
        router.rewire(change -> {
            valveNames.values().forEach(change::remove);
            wanted.routes().stream()
                    .filter(route -> valves.containsKey(route.from().toString()))
                    .forEach(route ->
                            change.connect(route.from().toString(), route.to().toString()));
        });
    }

    private void goBack(Set<String> torn, RuntimeException cause) {
        try {
            registered.forEach(module -> router.removeModule(module, Duration.ZERO));
            put(before, torn, List.of());
            settle(before);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
