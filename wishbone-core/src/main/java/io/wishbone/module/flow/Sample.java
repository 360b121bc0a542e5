package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.expression.EventFunction;
import io.wishbone.expression.EventPredicate;
import java.util.SplittableRandom;

/**
 * Hands some of the events in {@code inbox} to {@code outbox}: one in a number, or each with a probability.
 *
 * <p>With a key it is decided by a hash of that, so that all events of a key pass or none, on every machine. What does
 * not pass ends here, which counts as a success. Counts {@code dropped}.
 */
public final class Sample extends Actor {
    private static final double UNIT = 0x1.0p-53;

    private final Outlet outbox = outlet(OUTBOX);
    private final Tally drops = new Tally(this::context, "dropped");
    private final EventPredicate choice;
    private int sinceLast;

    /** Makes the module. */
    public Sample(SampleConfig config) {
        this.choice = choiceOf(config);
        inlet(INBOX, this::consume);
    }

    private EventPredicate choiceOf(SampleConfig config) {
        EventFunction<?> key = config.key();
        if (config.oneIn() != null) {
            int oneIn = config.oneIn();
            return key == null
                    ? event -> isNth(oneIn)
                    : event -> Long.remainderUnsigned(Keys.hash(Keys.of(key, event)), oneIn) == 0;
        }
        double probability = config.probability() == null ? 0 : config.probability();
        if (key != null) {
            return event -> (Keys.hash(Keys.of(key, event)) >>> 11) * UNIT < probability;
        }
        Long seed = config.seed();
        SplittableRandom random = seed == null ? new SplittableRandom() : new SplittableRandom(seed);
        return event -> random.nextDouble() < probability;
    }

    private boolean isNth(int oneIn) {
        boolean isFirst = sinceLast == 0;
        sinceLast = sinceLast + 1 == oneIn ? 0 : sinceLast + 1;
        return isFirst;
    }

    private void consume(Event event) throws Exception {
        if (choice.test(event)) {
            outbox.submit(event);
        } else {
            drops.increment();
        }
    }
}
