package io.wishbone.netty.input;

import io.wishbone.actor.ModuleContext;
import io.wishbone.event.Completion;
import org.slf4j.event.Level;

/** What happens to the streams of an input, beside what is common to all connections. <em>Thread-safe.</em> */
final class StreamReport extends ConnectionReport {
    private final ModuleContext context;
    private final StreamConfig config;

    StreamReport(ModuleContext context, StreamConfig config) {
        super(context);
        this.context = context;
        this.config = config;
    }

    void oversize(Object peer) {
        count(
                Level.WARN,
                "dropped_oversize_total",
                "{} sent a message longer than {} bytes ({}); raise max_frame if such messages are meant",
                peer,
                config.maxFrameBytes(),
                config.onOversize());
    }

    void malformed(Object peer, String what) {
        count(Level.WARN, "closed_malformed_total", "closed {}: {}; the framing is {}", peer, what, config.framing());
    }

    void undecodable(Object peer, Throwable cause) {
        count(
                Level.WARN,
                "undecodable_total",
                "{} sent what is no {}: {} (such messages go to \"{}.failed\")",
                peer,
                String.valueOf(config.protocol()),
                String.valueOf(cause.getMessage()),
                context.name());
    }

    /** What a codec emitted can be no event; it has been counted. */
    void codecRefused(Object peer, String what) {
        log(Level.WARN, "codec_refused_total", "dropped a message from {}: {}", peer, what);
    }

    void codecFailed(Object peer, Throwable cause) {
        count(
                Level.WARN,
                "closed_codec_total",
                "closed {}: its codec failed: {}",
                peer,
                String.valueOf(cause.getMessage()));
    }

    void partial() {
        context.counter("dropped_partial_total").increment();
    }

    void abandoned(Object peer, long bytes) {
        context.counter("abandoned_bytes_total").add(bytes);
        context.log().warn("{} bytes from {} were received and not passed on before the stop's deadline", bytes, peer);
    }

    void idle(Object peer) {
        count(
                Level.INFO,
                "closed_idle_total",
                "closed {}: nothing came for {} ms",
                peer,
                config.idleTimeout().toMillis());
    }

    void aged(Object peer) {
        count(Level.DEBUG, "closed_age_total", "ending {}: its connection is as old as max_age allows", peer);
    }

    void memory(Object peer, long bytes) {
        count(
                Level.WARN,
                "closed_memory_total",
                "closed {}: it kept {} bytes that were not decoded, most of all, and together they passed max_buffered ({})",
                peer,
                bytes,
                config.maxBufferedBytes());
    }

    void throttled(Object peer) {
        count(
                Level.WARN,
                "throttled_total",
                "{} sends more than {} events a second, as rate_limit allows, and has to wait",
                peer,
                config.rateLimit());
    }

    void untaken(Object peer) {
        count(
                Level.WARN,
                "closed_reply_timeout_total",
                "closed {}: it has not taken a reply for {} ms",
                peer,
                config.replyTimeout().toMillis());
    }

    /** A message of a connection that acknowledges was not delivered. */
    void notDelivered(Object peer, Completion.Failure failure) {
        count(
                Level.WARN,
                "closed_not_delivered_total",
                "closed {}, so that it sends again what was not acknowledged: {} ({})",
                peer,
                failure.message(),
                failure.reason());
    }

    /** Something about a connection could not be told, since what takes such events is full. */
    void untold() {
        count(
                Level.WARN,
                "connection_events_dropped_total",
                "what \"{}.connections\" feeds is full, so that events about connections are dropped",
                context.name());
    }
}
