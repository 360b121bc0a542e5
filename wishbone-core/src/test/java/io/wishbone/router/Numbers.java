package io.wishbone.router;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Submits the numbers from 1 on, and notes what became of each. */
final class Numbers extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private final int count;
    private final Placement placement;
    private volatile int made;

    Numbers(int count) {
        this(count, Placement.inherit());
    }

    Numbers(int count, Placement placement) {
        this.count = count;
        this.placement = placement;
        source(this::produce);
    }

    @Override
    public Placement placement(SharedResources shared) {
        return placement;
    }

    private int produce(int budget) {
        int submitted = 0;
        while (submitted < budget && made < count) {
            int number = made + 1;
            Completion completion = Completion.create(
                    failure -> outcomes.add(number + (failure == null ? " ok" : " " + failure.reason())));
            outbox.submit(Event.of(number).withCompletion(completion));
            completion.release();
            made = number;
            submitted++;
        }
        return submitted;
    }

    boolean allMade() {
        return made == count;
    }

    int made() {
        return made;
    }

    /** What became of each, such as {@code 1 ok}, in the order in which it was known. */
    List<String> outcomes() {
        return outcomes;
    }
}
