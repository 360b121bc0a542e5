package io.wishbone.netty.input;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.wishbone.actor.ModuleContext;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.event.Level;

/**
 * What happens to the requests of an {@link HttpInput}, beside what is common to all connections. <em>Thread-safe.</em>
 */
final class HttpReport extends ConnectionReport {
    private static final int SERVER_ERRORS = 500;

    private final ModuleContext context;
    private final LongAdder requests;

    HttpReport(ModuleContext context) {
        super(context);
        this.context = context;
        this.requests = context.counter("requests_total");
    }

    /** A request has come. */
    void requested() {
        requests.increment();
    }

    /** A request was not taken. */
    void refusedRequest(Object peer, HttpResponseStatus status, String reason) {
        context.counter("requests_refused_total").increment();
        Level level = status.code() >= SERVER_ERRORS ? Level.WARN : Level.DEBUG;
        count(level, "refused_" + status.code() + "_total", "answered {} to {}: {}", status.code(), peer, reason);
    }

    /** The events of a request were not delivered. */
    void undelivered(Object peer, String reason) {
        count(Level.WARN, "undelivered_total", "events of {} were not delivered: {}", peer, reason);
    }

    /** A client has left before its request was whole. */
    void partial() {
        context.counter("dropped_partial_total").increment();
    }

    /** A client has left before it was answered. */
    void unheard() {
        context.counter("unheard_total").increment();
    }

    void idle(Object peer) {
        count(Level.DEBUG, "closed_idle_total", "closed {}: no request came for too long", peer);
    }

    void untaken(Object peer, Duration timeout) {
        count(
                Level.INFO,
                "closed_reply_timeout_total",
                "closed {}: it has not taken an answer for {} ms",
                peer,
                timeout.toMillis());
    }

    /** HTTP/2 was not kept to. */
    void misbehaved(Object peer, Throwable cause) {
        count(Level.INFO, "closed_protocol_total", "closed {}: {}", peer, String.valueOf(cause.getMessage()));
    }

    /** What is to be answered cannot be made of an event. */
    void replyFailed(Throwable cause) {
        count(
                Level.WARN,
                "replies_failed_total",
                "no answer can be made of an event: {}",
                String.valueOf(cause.getMessage()));
    }
}
