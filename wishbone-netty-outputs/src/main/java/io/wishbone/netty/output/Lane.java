package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import io.wishbone.event.Event;
import io.wishbone.netty.StreamAck;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.output.ReplayWindow.Flushed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events of an output in the order in which they came, and the connection to which they are written; one after the
 * other if it breaks. <em>Confined to its module's thread</em>, which is its channels' event loop.
 */
final class Lane {
    private static final int LARGEST_WRITE = 256 << 10;

    /** One record of TLS, so that what was flushed is known by record. */
    private static final int LARGEST_TLS_WRITE = 16 << 10;

    private static final double AGE_JITTER = 0.1;

    private final StreamOutput output;
    private final StreamOutputConfig config;
    private final LaneEvents events;
    private final ArrayDeque<Flushed> unconfirmed = new ArrayDeque<>();
    private @Nullable LaneConnector connector;
    private @Nullable LaneConnection current;
    private Home.@Nullable Timer rotation;
    private boolean rotating;
    private boolean closed;

    /**
     * Makes one that has no connection.
     *
     * @param held keeps its events
     */
    Lane(StreamOutput output, HeldEvents held, MessageEncoder encoder) {
        this.output = output;
        this.config = output.config();
        this.events = new LaneEvents(output, held, encoder, output.speaksTls() ? LARGEST_TLS_WRITE : LARGEST_WRITE);
    }

    void start(LaneConnector itsConnector) {
        connector = itsConnector;
        itsConnector.connect();
    }

    private LaneConnector connector() {
        LaneConnector started = connector;
        if (started == null) {
            throw new IllegalStateException("the lane was not started");
        }
        return started;
    }

    private ModuleContext context() {
        return output.module();
    }

    // ---- what the output asks ----

    boolean isConnected() {
        return current != null;
    }

    /** Whether it takes no more events for now. */
    boolean isFull() {
        LaneConnection open = current;
        return events.size() >= config.inFlight().events()
                || events.sizeBytes() >= config.inFlight().bytes()
                || (open != null && !open.channel().isWritable());
    }

    /** Takes an event, behind those that it has. */
    void add(Event event) {
        events.add(event);
    }

    /** Whether it gives up at once what it takes. */
    boolean isCircuitOpen() {
        return events.patience().isCircuitOpen();
    }

    /** Gives what it has not written to another lane, which is connected. */
    void moveTo(Lane other) {
        events.moveTo(other.events);
    }

    boolean isEmpty() {
        return events.size() == 0;
    }

    // ---- connecting; what the connector tells ----

    /** What is done with what the peer sends on a channel. */
    PeerBytes peerBytes(Channel channel, Target target, StreamOutputHandler handler) {
        Consumer<String> garbage = what -> {
            handler.note(new IOException(what));
            channel.close();
        };
        if (config.ack() == StreamAck.LINES) {
            return new AckReader(
                    count -> acknowledged(channel, count, garbage),
                    line -> garbage.accept("the peer answered \"" + line + "\" (expected: ack and a number)"));
        }
        return output.replyReader(channel, target, garbage);
    }

    /** There is a connection. */
    void connected(Channel channel, StreamOutputHandler handler, Target target, int rank) {
        context().counter("connections_total").increment();
        context().log().info("connected to {}", target);
        LaneConnection connection = new LaneConnection(this, channel, handler, target, rank, config, context());
        Codec codec = config.codec();
        if (codec != null) {
            connection.codecWrites(new CodecWrites(channel, codec, true, by -> settled(connection, by)));
        }
        connection.resendFirst(unconfirmed);
        unconfirmed.clear();
        events.patience().connected();
        current = connection;
        rotating = false;
        scheduleRotation(connection);
        output.connectionChanged();
        writePending();
    }

    private void scheduleRotation(LaneConnection connection) {
        Duration age = connection.rank() > 0 ? shorter(output.failBack(), config.maxAge()) : config.maxAge();
        if (!age.isZero()) {
            double factor = 1 + AGE_JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
            rotation = context().schedule(Duration.ofNanos((long) (age.toNanos() * factor)), () -> rotate(connection));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        if (one.isZero() || other.isZero()) {
            return one.isZero() ? other : one;
        }
        return one.compareTo(other) < 0 ? one : other;
    }

    /** An attempt to connect has failed. */
    void connectFailed(Target target, Throwable cause) {
        context().counter("connections_failed_total").increment();
        output.failed(cause);
        events.patience().connectionFailed(cause, target.toString());
        output.pauseOrResume();
    }

    /** None of the endpoints can be connected to. */
    void unreachable(String message, Duration wait) {
        context().log().warn("{}; trying again in {} ms, {} events wait", message, wait.toMillis(), events.size());
        output.connectionChanged();
        events.patience().failedInVain();
        output.pauseOrResume();
    }

    // ---- the end of a connection ----

    /** A channel has ended; called by its handler. */
    void disconnected(Channel channel, @Nullable Throwable cause) {
        context().run(() -> {
            LaneConnection open = current;
            if (open != null && open.channel() == channel) {
                lost(open, cause);
            }
        });
    }

    private void lost(LaneConnection connection, @Nullable Throwable cause) {
        current = null;
        cancelRotation();
        int again = events.unwriteAll();
        connection.close();
        if (closed) {
            connection.release();
            return;
        }
        unconfirmed.addAll(connection.takeUnconfirmed());
        context().counter("connections_lost_total").increment();
        context().counter("rewritten_total").add(again);
        String ended = "connection to " + connection.target() + " ended"
                + (cause == null ? "" : " (" + cause.getMessage() + ")");
        IOException failure = new IOException(ended, cause);
        output.failed(failure);
        events.patience().connectionFailed(failure, connection.target().toString());
        if (!connection.hasServed()) {
            events.patience().failedInVain();
        }
        Duration wait = connector().connectLater();
        context()
                .log()
                .warn(
                        "{}, {} events are to be written again and {} sent again; trying again in {} ms, {} events wait",
                        ended,
                        again,
                        unconfirmed.stream().mapToInt(Flushed::messages).sum(),
                        wait.toMillis(),
                        events.size());
        output.connectionChanged();
    }

    /** A connection is to be replaced by a new one, once everything that was written is flushed. */
    private void rotate(LaneConnection connection) {
        if (current == connection && !closed) {
            rotating = true;
            retireIfFlushed();
        }
    }

    /** Ends the connection that is to be replaced, once nothing is on its way. */
    void retireIfFlushed() {
        LaneConnection connection = current;
        if (!rotating || connection == null || events.written() > 0 || connection.isBusy()) {
            return;
        }
        current = null;
        cancelRotation();
        context().counter("connections_rotated_total").increment();
        connection.close();
        new Retirement(connection, context(), this::retired).begin();
        connector().connect();
    }

    /** A connection that was replaced has ended. */
    private void retired(LaneConnection connection) {
        if (closed || connection.isInOrder()) {
            connection.release();
        } else {
            sendAgain(connection);
        }
    }

    private void sendAgain(LaneConnection broken) {
        ArrayDeque<Flushed> messages = broken.takeUnconfirmed();
        LaneConnection open = current;
        if (open == null) {
            unconfirmed.addAll(messages);
        } else {
            open.resendFirst(messages);
            writePending();
        }
    }

    private void cancelRotation() {
        Home.Timer timer = rotation;
        rotation = null;
        if (timer != null) {
            timer.cancel();
        }
    }

    // ---- writing ----

    /** The connection takes more again; called by its handler. */
    void writable() {
        context().run(this::writePending);
    }

    /** Writes what it has and the connection takes. */
    void writePending() {
        LaneConnection open = current;
        if (open != null && hasToWrite(open)) {
            boolean goOn = true;
            while (goOn && open.channel().isWritable() && hasToWrite(open)) {
                goOn = writeSome(open);
            }
            open.channel().flush();
        }
        output.pauseOrResume();
    }

    /** A connection that is to be replaced still sends again what it has to, since it ends only after that. */
    private boolean hasToWrite(LaneConnection open) {
        return open.hasToResend() || (!rotating && events.hasUnwritten());
    }

    /**
     * Writes one buffer, or one event through a codec; tells whether to go on, which is not so while the next event
     * cannot be encoded.
     */
    private boolean writeSome(LaneConnection open) {
        if (open.hasToResend()) {
            context().counter("resent_total").add(open.resendNext());
            return true;
        }
        CodecWrites codec = open.codecWrites();
        if (codec == null) {
            return events.writeTo(open);
        }
        open.awaitFlush();
        codec.write(events.writeNext());
        return true;
    }

    /** So many of the oldest events were flushed; called by their connection. */
    void flushed(LaneConnection by, int count) {
        if (config.ack() == StreamAck.LINES) {
            by.awaitAck();
        } else {
            context().run(() -> delivered(by, count));
        }
    }

    /** The peer says how many messages of a connection it has taken. */
    private void acknowledged(Channel channel, long count, Consumer<String> garbage) {
        context().run(() -> {
            LaneConnection open = current;
            if (open == null || open.channel() != channel || closed) {
                return;
            }
            long more = count - open.acknowledged();
            int written = events.written();
            if (more < 0 || more > written) {
                garbage.accept("the peer acknowledged " + count + " messages (expected: " + open.acknowledged() + " to "
                        + (open.acknowledged() + written) + ")");
                return;
            }
            open.acknowledged(count, more < written);
            delivered(open, (int) more);
            output.pauseOrResume();
            retireIfFlushed();
        });
    }

    private void delivered(LaneConnection by, int count) {
        if (current != by || closed) {
            return;
        }
        served(by);
        events.delivered(count, by.target().toString());
        if (events.takeUnblocked()) {
            context().schedule(Duration.ZERO, this::writePending);
        }
    }

    private void served(LaneConnection by) {
        by.served();
        connector().served();
        events.patience().served();
    }

    /** Some of the oldest events may have gone through the codec, or were refused by it. */
    private void settled(LaneConnection by, CodecWrites writes) {
        context().run(() -> {
            while (current == by && !closed && writes.isFirstSettled()) {
                Throwable refusal = writes.removeFirst();
                if (refusal == null) {
                    served(by);
                }
                events.ended(refusal, by.target().toString());
                by.wentOn(events.written() > 0);
            }
            retireIfFlushed();
        });
    }

    void close() {
        closed = true;
        cancelRotation();
        LaneConnector started = connector;
        if (started != null) {
            started.close();
        }
        unconfirmed.forEach(messages -> messages.buffer().release());
        unconfirmed.clear();
        LaneConnection open = current;
        events.patience().close();
        if (open != null) {
            open.close();
            open.release();
            open.channel().close();
        }
    }
}
