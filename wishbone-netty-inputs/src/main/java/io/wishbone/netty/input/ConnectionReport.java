package io.wishbone.netty.input;

import io.wishbone.actor.ModuleContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.event.Level;

/**
 * What happens to the connections of an input, counted, and logged once a second for each kind of thing.
 * <em>Thread-safe.</em>
 */
class ConnectionReport {
    private final ModuleContext context;
    private final Map<String, WarningLimit> limits = new ConcurrentHashMap<>();

    ConnectionReport(ModuleContext context) {
        this.context = context;
    }

    final void count(Level level, String counter, String message, Object... arguments) {
        context.counter(counter).increment();
        log(level, counter, message, arguments);
    }

    final void log(Level level, String counter, String message, Object... arguments) {
        long now = System.nanoTime();
        if (limits.computeIfAbsent(counter, name -> new WarningLimit(now)).permits(now)) {
            context.log().makeLoggingEventBuilder(level).log(message, arguments);
        }
    }

    final void opened() {
        context.counter("connections_total").increment();
    }

    final void refused(Object peer, String reason) {
        count(Level.WARN, "connections_refused_total", "refused {}: {}", peer, reason);
    }

    /** A connection ended before messages could be read. */
    final void handshakeFailed(Object peer, String reason) {
        count(Level.INFO, "handshakes_failed_total", "closed {}: {}", peer, reason);
    }

    final void broken(Object peer, Throwable cause) {
        context.log().debug("connection from {} broke: {}", peer, cause.getMessage());
    }

    final void failed(Object peer, Throwable cause) {
        count(Level.WARN, "closed_error_total", "connection from {} is closed after an error", peer, cause);
    }
}
