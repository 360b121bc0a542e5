package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.EventRefusedException;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.OutletGroup;
import io.wishbone.event.Event;
import io.wishbone.expression.EventFunction;
import io.wishbone.expression.EventPredicate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands each event in {@code inbox} to the outlets that it chooses itself; the names of outlets are free.
 *
 * <p>A function names one outlet or several, or rules are looked at in order and the first that is met names them. An
 * event gets to all outlets that it names, once to each, or to none: if one is not connected it goes to {@code failed}.
 * An event for which nothing is chosen goes to {@code nomatch}, or to {@code failed} if that is not connected. The
 * outlets of rules are looked up once; the module does not start if one is not connected.
 */
public final class QueueSelect extends Actor {
    private record Target(EventPredicate when, List<Outlet> outlets) {}

    private final Outlet nomatch = outlet("nomatch");
    private final OutletGroup outlets = dynamicOutlets();
    private final QueueSelectConfig config;
    private final Map<String, Outlet> byName = new HashMap<>();
    private final List<Outlet> chosen = new ArrayList<>();
    private Target[] targets = {};
    private List<Outlet> otherwise = List.of();

    /** Makes the module, without outlets; connecting from any name makes one. */
    public QueueSelect(QueueSelectConfig config) {
        this.config = config;
        EventFunction<?> queue = config.queue();
        inlet(INBOX, queue == null ? this::selectByRule : event -> selectByName(event, queue.apply(event)));
    }

    @Override
    public void onStart() {
        onRewired();
        targets = config.rules().stream()
                .map(rule -> new Target(rule.when(), connected("rules", rule.queue())))
                .toArray(Target[]::new);
        otherwise = connected("otherwise", config.otherwise());
    }

    @Override
    public void onRewired() {
        byName.clear();
        for (int i = 0; i < outlets.size(); i++) {
            byName.put(outlets.get(i).name(), outlets.get(i));
        }
    }

    private List<Outlet> connected(String argument, List<String> names) {
        return names.stream()
                .distinct()
                .map(name -> {
                    Outlet outlet = byName.get(name);
                    if (outlet == null) {
                        throw new IllegalStateException(
                                argument + ": " + QueueNames.notConnected(name, byName.keySet()));
                    }
                    return outlet;
                })
                .toList();
    }

    private void selectByRule(Event event) throws Exception {
        for (Target target : targets) {
            if (target.when().test(event)) {
                submit(event, target.outlets());
                return;
            }
        }
        if (otherwise.isEmpty()) {
            chooseNothing(event);
        } else {
            submit(event, otherwise);
        }
    }

    /** By index, which makes no iterator. */
    private static void submit(Event event, List<Outlet> all) {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).submit(event);
        }
    }

    private void selectByName(Event event, Object names) {
        if (names instanceof Collection<?> several) {
            selectAll(event, several);
        } else {
            outletOf(names).submit(event);
        }
    }

    private void selectAll(Event event, Collection<?> names) {
        chosen.clear();
        for (Object name : names) {
            Outlet outlet = outletOf(name);
            if (!chosen.contains(outlet)) {
                chosen.add(outlet);
            }
        }
        if (chosen.isEmpty()) {
            chooseNothing(event);
        } else {
            submit(event, chosen);
        }
    }

    private Outlet outletOf(Object name) {
        if (!(name instanceof String text)) {
            throw new EventRefusedException("queue: "
                    + (name == null ? "null" : "a " + name.getClass().getSimpleName())
                    + " (expected: a name or a list of names)");
        }
        Outlet outlet = byName.get(text);
        if (outlet == null) {
            throw new EventRefusedException(QueueNames.notConnected(text, byName.keySet()));
        }
        return outlet;
    }

    private void chooseNothing(Event event) {
        if (!nomatch.isConnected()) {
            throw new EventRefusedException("no queue was chosen, and \"nomatch\" is not connected");
        }
        nomatch.submit(event);
    }
}
