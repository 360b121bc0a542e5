package io.wishbone.netty.output;

import io.wishbone.actor.ModuleContext;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows how it stands with the connections of an output, and shows it as metrics and notes. Written by its module's
 * thread, read by any.
 */
final class HealthReport {
    private @Nullable ModuleContext context;
    private volatile OutputHealth current = new OutputHealth(0, Instant.EPOCH, null, null);

    /** The output has started, without a connection. */
    void start(ModuleContext itsContext) {
        context = itsContext;
        current = new OutputHealth(0, itsContext.now(), null, null);
        itsContext.gauge("connected", () -> current.connections());
        itsContext.gauge("connection_changed_seconds", () -> current.since().getEpochSecond());
        itsContext.gauge("last_error_seconds", () -> current.lastErrorSeconds());
        itsContext.note("connections", () -> Optional.of(current.describe()));
        itsContext.note("last_error", () -> current.describeError());
    }

    OutputHealth current() {
        return current;
    }

    /** There are so many connections now. */
    void connections(int count) {
        if (context != null && count != current.connections()) {
            current = current.connected(count, context.now());
        }
    }

    /** Something failed with a connection. */
    void failed(Throwable cause) {
        if (context != null) {
            current = current.failed(String.valueOf(cause.getMessage()), context.now());
        }
    }
}
