package io.wishbone.cli;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.cli.bootstrap.Bootstrap.End;
import io.wishbone.event.Completion;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Submits the events of dead letters, each to the outlet of its queue, as fast as these take them. */
final class ReplayFeed extends Actor {
    private final Letters letters;
    private final ReplayTally tally;
    private final Map<End, Outlet> outlets = new HashMap<>();
    private boolean done;

    /** Makes a feed with an outlet for each target. */
    ReplayFeed(Letters letters, List<End> targets, ReplayTally tally) {
        this.letters = letters;
        this.tally = tally;
        for (int i = 0; i < targets.size(); i++) {
            outlets.put(targets.get(i), outlet(outletName(i)));
        }
        source(this::produce);
    }

    /** The name of the outlet of a target. */
    static String outletName(int target) {
        return "to" + target;
    }

    @Override
    public Placement placement(SharedResources shared) {
        return Placement.blocking();
    }

    private int produce(int budget) {
        int count = 0;
        boolean isOpen = true;
        while (count < budget && isOpen && !done) {
            Optional<Letter> letter = next();
            if (letter.isEmpty()) {
                done = true;
                tally.allFed();
            } else {
                isOpen = submit(letter.get());
                count++;
            }
        }
        return count;
    }

    private Optional<Letter> next() {
        try {
            return letters.next();
        } catch (IOException e) {
            tally.cannotRead(PidFile.reason(e));
            return Optional.empty();
        }
    }

    /** Tells whether its queue takes more. */
    private boolean submit(Letter letter) {
        Outlet outlet = Objects.requireNonNull(outlets.get(letter.target()), "a target that was not found before");
        Completion completion = tally.begin();
        outlet.submit(letter.event().withCompletion(completion));
        completion.release();
        return outlet.isOpen();
    }

    @Override
    public void onDrain() {
        done = true;
    }
}
