package io.wishbone.actor;

import io.wishbone.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event that a module keeps beyond the end of its handler. <em>Confined to its module's thread.</em> It ends once,
 * by {@link #submit}, {@link #succeed} or {@link #fail}; a stop waits for it.
 */
public final class Hold {
    private final ModuleRunner runner;
    private final Event event;
    private boolean ended;

    Hold(ModuleRunner runner, Event event) {
        this.runner = runner;
        this.event = event;
        runner.outcomes().holdBegins(event);
    }

    /** The event that is held. */
    public Event event() {
        return event;
    }

    /** Ends the hold by handing the event, or what was made of it, on. */
    public void submit(Outlet outlet, Event result) {
        end();
        runner.outcomes().holdSubmits(event, outlet, result);
    }

    /** Ends the hold: the event was delivered. It goes to the outlet {@code successful} if that is connected. */
    public void succeed() {
        end();
        runner.outcomes().holdSucceeds(event, null);
    }

    /**
     * The same, with more in the header.
     *
     * @param delivered the event, with what is to be told of its delivery
     */
    public void succeed(Event delivered) {
        end();
        runner.outcomes().holdSucceedsAs(event, delivered);
    }

    /** Ends the hold: the event is given up. It goes to the outlet {@code failed} with the cause in its header. */
    public void fail(Throwable cause) {
        end();
        runner.outcomes().holdFails(event, cause, 1, null);
    }

    /**
     * The same for an output, with more in the header.
     *
     * @param refused the event, with what is to be told of its refusal
     * @param attempts how often it was tried
     * @param endpoint where it was to go to last, for {@code header.<module>.error.endpoint}; null if it was tried
     *     nowhere
     */
    public void fail(Event refused, Throwable cause, int attempts, @Nullable String endpoint) {
        end();
        runner.outcomes().holdFailsAs(event, refused, cause, attempts, endpoint);
    }

    private void end() {
        if (ended) {
            throw new IllegalStateException("the hold has already ended (expected: one of submit, succeed, fail)");
        }
        ended = true;
    }
}
