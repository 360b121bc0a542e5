package io.wishbone.cli.bootstrap;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stands for a module in a test: submits the events that the test gives, and keeps those that come. <em>Confined to its
 * module's thread</em>, but for {@link #isFed}, once that is at rest, and {@link #got}, once the router has stopped.
 */
final class Substitute extends Actor {
    private final List<Given> given = new ArrayList<>();
    private final Map<String, List<Event>> got;
    private final List<Event> order = Collections.synchronizedList(new ArrayList<>());
    private long began;
    private int next;

    private record Given(Outlet outlet, Event event, Duration at) {}

    /**
     * Makes the module.
     *
     * @param outlets the outlets that connections need
     * @param inlets the inlets that connections need
     * @param events what to submit and when, by outlet; each list in its order
     */
    Substitute(Collection<String> outlets, Collection<String> inlets, Map<String, List<PipelineTrial.Given>> events) {
        this.got = new LinkedHashMap<>();
        outlets.stream().filter(name -> findOutlet(name).isEmpty()).forEach(this::outlet);
        for (String name : inlets) {
            List<Event> kept = Collections.synchronizedList(new ArrayList<>());
            got.put(name, kept);
            inlet(name, event -> {
                order.add(event);
                kept.add(event);
            });
        }
        events.forEach((outlet, list) ->
                list.forEach(each -> given.add(new Given(findOutlet(outlet).orElseThrow(), each.event(), each.at()))));
        // Stable, so that events of the same time keep their order.
        given.sort(Comparator.comparing(Given::at));
        if (!given.isEmpty()) {
            source(this::produce);
        }
    }

    @Override
    public void onStart() {
        began = context().nanoTime();
        given.stream().map(Given::at).distinct().forEach(at -> context().schedule(at, context()::wake));
    }

    private int produce(int budget) {
        int count = 0;
        long passed = context().nanoTime() - began;
        while (count < budget && next < given.size() && given.get(next).at().toNanos() <= passed) {
            Given each = given.get(next++);
            each.outlet().submit(each.event());
            count++;
        }
        return count;
    }

    /** Whether all events were submitted. */
    boolean isFed() {
        return next == given.size();
    }

    /** What came to an inlet; to all of them for an empty name. */
    List<Event> got(String inlet) {
        return List.copyOf(inlet.isEmpty() ? order : got.getOrDefault(inlet, List.of()));
    }
}
