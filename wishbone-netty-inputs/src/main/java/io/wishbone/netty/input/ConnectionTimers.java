package io.wishbone.netty.input;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a {@link StreamConnection} must not take too long for. <em>Confined to the channel's event loop.</em> */
final class ConnectionTimers {
    private static final double AGE_JITTER = 0.1;

    private final StreamConnection connection;
    private final StreamConfig config;
    private final EventLoop loop;
    private long lastActive = System.nanoTime();
    private @Nullable Future<?> handshake;
    private @Nullable Future<?> idle;
    private @Nullable Future<?> age;
    private @Nullable Future<?> reply;

    ConnectionTimers(StreamConnection connection, StreamConfig config) {
        this.connection = connection;
        this.config = config;
        this.loop = connection.channel().eventLoop();
    }

    private Future<?> after(long nanos, Runnable task) {
        return loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** The handshake begins. */
    void handshakeBegins() {
        handshake = after(config.handshakeTimeout().toNanos(), connection::handshakeLate);
    }

    /** Messages can be read from now on. */
    void ready() {
        cancel(handshake);
        active();
        watchIdle(config.idleTimeout().toNanos());
        Duration maxAge = config.maxAge();
        if (!maxAge.isZero()) {
            double factor = 1 + AGE_JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
            age = after((long) (maxAge.toNanos() * factor), connection::aged);
        }
    }

    /** Something came, or reading goes on. */
    void active() {
        lastActive = System.nanoTime();
    }

    private void watchIdle(long nanos) {
        if (nanos > 0) {
            idle = after(nanos, this::lookIfIdle);
        }
    }

    private void lookIfIdle() {
        long nothingCame = connection.isPaused() ? 0 : System.nanoTime() - lastActive;
        long left = config.idleTimeout().toNanos() - nothingCame;
        if (left > 0) {
            watchIdle(left);
        } else {
            connection.idle();
        }
    }

    /** The peer has ended its side and waits for replies. */
    void awaitReplies() {
        if (reply == null) {
            reply = after(
                    config.replyTimeout().toNanos(), () -> connection.channel().close());
        }
    }

    /** The connection has ended. */
    void cancel() {
        cancel(handshake);
        cancel(idle);
        cancel(age);
        cancel(reply);
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
