package io.wishbone.actor;

import io.wishbone.event.Event;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A module that is one function: it makes of each event in {@code inbox} the one that it submits to {@code outbox}. */
public final class FunctionActor extends Actor {
    /** What the module does with an event. */
    @FunctionalInterface
    public interface Function {
        /**
         * Makes an event of an event.
         *
         * @return the event to submit, or null to end this one here
         * @throws Exception if the event cannot be processed; it then goes to {@code failed}
         */
        @Nullable Event apply(Event event) throws Exception;
    }

    private final Outlet outbox = outlet(OUTBOX);
    private final Function function;
    private final Placement placement;

    /** Makes a module that runs where its feeder does. */
    public FunctionActor(Function function) {
        this(function, Placement.inherit());
    }

    /** Makes a module with a placement of its own. */
    public FunctionActor(Function function, Placement placement) {
        this.function = Objects.requireNonNull(function, "function");
        this.placement = Objects.requireNonNull(placement, "placement");
        inlet(INBOX, this::consume);
    }

    @Override
    public Placement placement(SharedResources shared) {
        return placement;
    }

    private void consume(Event event) throws Exception {
        Event result = function.apply(event);
        if (result != null) {
            outbox.submit(result);
        }
    }
}
