package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import io.wishbone.event.Event;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.output.ReplayWindow.Flushed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Events of an output in the order in which they came, and the connection to which they are written; one after the
 * other if it breaks. <em>Confined to its module's thread</em>, which is its channels' event loop.
 */
final class Lane {
    private static final int LARGEST_WRITE = 256 << 10;

    /** One record of TLS, so that what was flushed is known by record. */
    private static final int LARGEST_TLS_WRITE = 16 << 10;

    private static final int WINDOW_EVENTS = 4096;
    private static final long WINDOW_BYTES = 4 << 20;
    private static final double AGE_JITTER = 0.1;
    private static final Duration RETIREMENT = Duration.ofSeconds(10);

    private final TcpOutput output;
    private final TcpOutputConfig config;
    private final HeldEvents held;
    private final MessageEncoder encoder;
    private final int largestWrite;
    private final Attempts attempts = new Attempts();
    private final ArrayDeque<Flushed> unconfirmed = new ArrayDeque<>();
    private @Nullable LaneConnector connector;
    private @Nullable LaneConnection current;
    private Home.@Nullable Timer rotation;
    private int written;
    private long writtenBytes;
    private boolean blocked;
    private boolean rotating;
    private boolean closed;

    /**
     * Makes one that has no connection.
     *
     * @param held keeps its events
     */
    Lane(TcpOutput output, TcpOutputConfig config, HeldEvents held, MessageEncoder encoder) {
        this.output = output;
        this.config = config;
        this.held = held;
        this.encoder = encoder;
        this.largestWrite = config.tls() == null ? LARGEST_WRITE : LARGEST_TLS_WRITE;
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
        return held.size() >= WINDOW_EVENTS
                || held.sizeBytes() >= WINDOW_BYTES
                || (open != null && !open.channel().isWritable());
    }

    /** Takes an event, behind those that it has. */
    void add(Event event) {
        held.add(event);
        if (config.maxAttempts() > 0) {
            attempts.added();
        }
    }

    /** Gives what it has not written to another lane, which is connected. */
    void moveTo(Lane other) {
        while (!held.isEmpty()) {
            removeFirstAttempt();
            held.moveFirstTo(other.held);
            if (config.maxAttempts() > 0) {
                other.attempts.added();
            }
        }
    }

    HeldEvents held() {
        return held;
    }

    // ---- connecting; what the connector tells ----

    /** There is a connection. */
    void connected(Channel channel, TcpOutputHandler handler, Endpoint endpoint, int rank) {
        context().counter("connections_total").increment();
        context().log().info("connected to {}", endpoint);
        ReplayWindow window =
                new ReplayWindow(config.replay().bytes(), config.replay().age());
        LaneConnection connection = new LaneConnection(this, channel, handler, endpoint, rank, window);
        Codec codec = config.codec();
        if (codec != null) {
            connection.codecWrites(new CodecWrites(channel, codec, true, by -> settled(connection, by)));
        }
        connection.resendFirst(unconfirmed);
        unconfirmed.clear();
        current = connection;
        rotating = false;
        scheduleRotation(connection);
        output.connectionChanged();
        writePending();
    }

    private void scheduleRotation(LaneConnection connection) {
        Duration age = connection.rank() > 0 ? shorter(config.failBack(), config.maxAge()) : config.maxAge();
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
    void connectFailed(Throwable cause) {
        context().counter("connections_failed_total").increment();
        attempts.connectionFailed();
        giveUpOldest(cause);
    }

    /** None of the endpoints can be connected to. */
    void unreachable(String message, Duration wait) {
        context().log().warn("{}; trying again in {} ms, {} events wait", message, wait.toMillis(), held.size());
        output.connectionChanged();
    }

    private void giveUpOldest(Throwable cause) {
        while (config.maxAttempts() > 0 && !held.isEmpty() && attempts.ofFirst() >= config.maxAttempts()) {
            int made = attempts.ofFirst();
            removeFirstAttempt();
            held.failFirst(cause, made);
        }
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
        int again = written;
        written = 0;
        writtenBytes = 0;
        if (closed) {
            connection.release();
            return;
        }
        unconfirmed.addAll(connection.takeUnconfirmed());
        context().counter("connections_lost_total").increment();
        context().counter("rewritten_total").add(again);
        String ended = "connection to " + connection.endpoint() + " ended"
                + (cause == null ? "" : " (" + cause.getMessage() + ")");
        attempts.connectionFailed();
        giveUpOldest(new IOException(ended, cause));
        Duration wait = connector().connectLater();
        context()
                .log()
                .warn(
                        "{}, {} events are to be written again and {} sent again; trying again in {} ms, {} events wait",
                        ended,
                        again,
                        unconfirmed.stream().mapToInt(Flushed::messages).sum(),
                        wait.toMillis(),
                        held.size());
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
        if (!rotating || connection == null || written > 0 || connection.isBusy()) {
            return;
        }
        current = null;
        cancelRotation();
        context().counter("connections_rotated_total").increment();
        new Retirement(connection).begin();
        connector().connect();
    }

    /** The end of a connection that works: it is told so, and has sent all once the peer ends its side. */
    private final class Retirement {
        private final LaneConnection connection;
        private Home.@Nullable Timer patience;

        Retirement(LaneConnection connection) {
            this.connection = connection;
        }

        void begin() {
            Channel channel = connection.channel();
            channel.closeFuture().addListener(done -> context().run(this::ended));
            patience = context().schedule(RETIREMENT, channel::close);
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            (tls == null ? channel.newSucceededFuture() : tls.closeOutbound()).addListener(told -> {
                if (channel instanceof DuplexChannel duplex) {
                    duplex.shutdownOutput();
                }
            });
        }

        private void ended() {
            Home.Timer timer = patience;
            if (timer != null) {
                timer.cancel();
            }
            if (closed || connection.isInOrder()) {
                connection.release();
            } else {
                sendAgain(connection);
            }
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
        return open.hasToResend() || (!rotating && written < held.size());
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
        if (codec != null) {
            Event event = held.get(written++);
            writtenBytes += event.sizeBytes();
            codec.write(event);
            return true;
        }
        long unwrittenBytes = held.sizeBytes() - writtenBytes;
        int events = held.size() - written;
        long expectedBytes = unwrittenBytes + (long) events * encoder.overheadBytes();
        ByteBuf buffer = open.channel().alloc().directBuffer((int) Math.min(largestWrite, expectedBytes));
        WrittenBatch batch = WrittenBatch.ofEvents(open);
        boolean goOn = true;
        while (goOn && written < held.size() && hasRoom(buffer)) {
            goOn = encodeNext(buffer, batch);
        }
        if (batch.isEmpty()) {
            buffer.release();
            return goOn;
        }
        if (open.window().isOn()) {
            batch.keep(buffer.retainedDuplicate());
        }
        open.write(buffer, batch);
        return goOn;
    }

    /** Whether the next event, by the size that is known of it, fits too: a buffer that grows is copied. */
    private boolean hasRoom(ByteBuf buffer) {
        int bytes = buffer.readableBytes();
        return bytes == 0 || bytes + held.get(written).sizeBytes() + encoder.overheadBytes() <= largestWrite;
    }

    private boolean encodeNext(ByteBuf buffer, WrittenBatch batch) {
        Event event = held.get(written);
        int before = buffer.writerIndex();
        try {
            encoder.encode(event, buffer);
        } catch (Exception | StackOverflowError e) {
            buffer.writerIndex(before);
            return failUnencodable(e);
        }
        written++;
        writtenBytes += event.sizeBytes();
        batch.add(buffer.writerIndex() - before);
        return true;
    }

    /** Gives the next event up if it is the oldest; else it waits until those before it are flushed. */
    private boolean failUnencodable(Throwable cause) {
        if (written > 0) {
            blocked = true;
            return false;
        }
        removeFirstAttempt();
        held.failFirst(cause, 1);
        return true;
    }

    /** So many of the oldest events were flushed; called by their connection. */
    void flushed(LaneConnection by, int events) {
        context().run(() -> {
            if (current != by || closed) {
                return;
            }
            connector().served();
            for (int i = 0; i < events; i++) {
                removeFirstWritten();
                held.succeedFirst();
            }
            if (blocked && written == 0) {
                blocked = false;
                context().schedule(Duration.ZERO, this::writePending);
            }
        });
    }

    /** Some of the oldest events may have gone through the codec, or were refused by it. */
    private void settled(LaneConnection by, CodecWrites writes) {
        context().run(() -> {
            while (current == by && !closed && writes.isFirstSettled()) {
                Throwable refusal = writes.removeFirst();
                removeFirstWritten();
                if (refusal == null) {
                    connector().served();
                    held.succeedFirst();
                } else {
                    held.failFirst(refusal, 1);
                }
            }
            retireIfFlushed();
        });
    }

    private void removeFirstWritten() {
        writtenBytes -= held.get(0).sizeBytes();
        written--;
        removeFirstAttempt();
    }

    private void removeFirstAttempt() {
        if (config.maxAttempts() > 0) {
            attempts.removedFirst();
        }
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
        if (open != null) {
            open.release();
            open.channel().close();
        }
    }
}
