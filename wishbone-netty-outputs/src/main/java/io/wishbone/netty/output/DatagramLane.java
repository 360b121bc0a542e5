package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.CodecException;
import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.ModuleContext;
import io.wishbone.event.Event;
import io.wishbone.netty.codec.Codec;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One of the peers of a {@link DatagramOutput}: its events, its socket while there is one, and what was written to it.
 * <em>Confined to its module's thread.</em>
 *
 * <p>Events are held in this order: those that are written, then those that are not. A socket settles what is written
 * in order.
 */
final class DatagramLane {
    private static final int BATCH_EVENTS = 256;
    private static final int BATCH_BYTES = 1 << 20;

    private final DatagramOutput output;
    private final DatagramPeer peer;
    private final DatagramOutputConfig settings;
    private final ModuleContext context;
    private final HeldEvents held;
    private final Patience patience;
    private final @Nullable GelfChunking chunking;
    private final SplittableRandom ids = new SplittableRandom();
    // The bytes of held events, of each as one message; empty with a codec.
    private final ArrayDeque<byte[]> written = new ArrayDeque<>();
    private final ArrayDeque<byte[]> unwritten = new ArrayDeque<>();
    private @Nullable DatagramConnector connector;
    private @Nullable Channel channel;
    private @Nullable SendPromise parts;
    private @Nullable SendPromise promise;
    private @Nullable CodecWrites codecWrites;
    private @Nullable Throwable partFailure;
    private int writtenToCodec;
    private int rewrites;
    private boolean flushing;
    private boolean closed;

    DatagramLane(
            DatagramOutput output,
            DatagramPeer peer,
            DatagramOutputConfig settings,
            ModuleContext context,
            HeldEvents held) {
        this.output = output;
        this.peer = peer;
        this.settings = settings;
        this.context = context;
        this.held = held;
        this.patience = new Patience(
                settings.retry(),
                held,
                context,
                () -> held.size() > unwrittenEvents(),
                this::dropFirstMessage,
                output::pauseOrResume);
        this.chunking = settings.sizing().chunking();
    }

    void start(DatagramConnector connecting) {
        connector = connecting;
        connecting.look();
    }

    HeldEvents held() {
        return held;
    }

    boolean isConnected() {
        return channel != null;
    }

    /** Whether it has a socket that takes more. */
    boolean isWritable() {
        Channel open = channel;
        return open != null && open.isWritable();
    }

    // ---- what the connector tells ----

    @Nullable Channel channel() {
        return channel;
    }

    /** Closes the socket, as the peer is somewhere else; not while something is written to it. */
    boolean release(Channel open) {
        if (held.size() > unwrittenEvents()) {
            return false;
        }
        forget();
        open.close();
        output.connectionChanged();
        return true;
    }

    void connected(Channel newChannel, @Nullable Codec codec) {
        channel = newChannel;
        parts = new SendPromise(this, newChannel, false);
        promise = new SendPromise(this, newChannel, true);
        codecWrites = codec == null ? null : new CodecWrites(newChannel, codec, false, this::settled);
        partFailure = null;
        patience.connected();
        output.connectionChanged();
        writePending();
    }

    /** There is no socket, and no attempt to have one succeeded. */
    void attemptFailed(Throwable cause) {
        if (channel == null) {
            failed(cause);
            output.pauseOrResume();
        }
    }

    private void failed(Throwable cause) {
        output.failed(cause);
        patience.connectionFailed(cause, peer.toString());
        patience.failedInVain();
    }

    private void dropFirstMessage() {
        unwritten.poll();
    }

    private void forget() {
        channel = null;
        parts = null;
        promise = null;
        codecWrites = null;
        partFailure = null;
        writtenToCodec = 0;
    }

    /** The socket has closed, which nobody asked for; called by its handler. */
    void disconnected(Channel oldChannel) {
        context.run(() -> {
            if (channel == oldChannel && !closed) {
                lost(oldChannel, new IOException("the socket was closed"));
            }
        });
    }

    /** Nothing can be sent by the socket any more; what it did not take is to be written to the next one. */
    private void lost(Channel old, Throwable cause) {
        rewrites = codecWrites == null ? written.size() : writtenToCodec;
        forget();
        while (!written.isEmpty()) {
            unwritten.addFirst(written.removeLast());
        }
        old.close();
        context.counter("connections_lost_total").increment();
        context.log().warn("cannot send to {}: {}", peer, peer.explain(cause).getMessage());
        failed(peer.explain(cause));
        if (connector != null) {
            connector.lookAfterError();
        }
        output.connectionChanged();
    }

    // ---- sending ----

    /** Takes an event; {@link #writePending} writes it. */
    void add(Event event, byte @Nullable [] message) {
        held.add(event);
        if (message != null) {
            unwritten.add(message);
        }
        patience.added();
    }

    /** Gives all events, none of which is written, to another lane. */
    void moveTo(DatagramLane other) {
        while (!held.isEmpty()) {
            patience.removedFirst();
            held.moveFirstTo(other.held);
            byte[] message = unwritten.poll();
            if (message != null) {
                other.unwritten.add(message);
            }
            other.patience.added();
        }
        rewrites = 0;
    }

    /** The socket takes more again; called by its handler. */
    void writable() {
        context.run(this::writePending);
    }

    void writePending() {
        Channel open = channel;
        if (open != null && !flushing) {
            flushing = true;
            while (channel == open && unwrittenEvents() > 0 && open.isWritable()) {
                write(open);
                open.flush();
            }
            flushing = false;
        }
        output.pauseOrResume();
    }

    private int unwrittenEvents() {
        return settings.codec() == null ? unwritten.size() : held.size() - writtenToCodec;
    }

    private void write(Channel open) {
        CodecWrites writes = codecWrites;
        SendPromise settling = promise;
        if (writes != null) {
            int events = Math.min(BATCH_EVENTS, unwrittenEvents());
            countRewrites(events);
            for (int i = 0; i < events; i++) {
                writes.write(held.get(writtenToCodec++));
            }
        } else if (settling != null) {
            writeMessages(open, settling);
        }
    }

    /** Writes some messages as parts of one buffer, so that the kernel is given them together. */
    private void writeMessages(Channel open, SendPromise settling) {
        int events = 0;
        int bytes = 0;
        for (byte[] message : unwritten) {
            int more = chunking == null ? message.length : chunking.totalBytes(message.length);
            if (events == BATCH_EVENTS || (events > 0 && bytes + more > BATCH_BYTES)) {
                break;
            }
            events++;
            bytes += more;
        }
        countRewrites(events);
        ByteBuf buffer = open.alloc().directBuffer(bytes);
        for (int i = 0; i < events; i++) {
            byte[] message = unwritten.remove();
            written.add(message);
            write(open, message, buffer, settling);
        }
        buffer.release();
    }

    private void countRewrites(int events) {
        if (rewrites > 0) {
            int again = Math.min(events, rewrites);
            rewrites -= again;
            context.counter("rewritten_total").add(again);
        }
    }

    private void write(Channel open, byte[] message, ByteBuf buffer, SendPromise settling) {
        SendPromise partSettling = parts;
        if (chunking == null || partSettling == null || message.length <= settings.maxDatagramBytes()) {
            buffer.writeBytes(message);
            open.write(buffer.readRetainedSlice(message.length), settling);
            return;
        }
        long id = ids.nextLong();
        int count = chunking.count(message.length);
        for (int number = 0; number < count; number++) {
            chunking.write(message, id, number, buffer);
            open.write(buffer.readRetainedSlice(buffer.readableBytes()), number == count - 1 ? settling : partSettling);
        }
        context.counter("chunked_total").increment();
    }

    // ---- what became of writes ----

    /** The kernel took the oldest datagram that was written; called by its promise. */
    void sent(SendPromise by) {
        if (!by.endsEvent() || closed) {
            return;
        }
        if (flushing) {
            ended(by);
        } else {
            context.run(() -> {
                ended(by);
                output.pauseOrResume();
            });
        }
    }

    private void ended(SendPromise by) {
        if (by != promise) {
            return;
        }
        Throwable failure = partFailure;
        partFailure = null;
        written.remove();
        patience.removedFirst();
        if (failure == null) {
            patience.served();
            held.succeedFirst(peer.toString());
        } else {
            held.failFirst(failure, 1, peer.toString());
        }
    }

    /** The kernel refused the oldest datagram that was written; called by its promise. */
    void notSent(SendPromise by, Throwable cause) {
        if (closed) {
            // The stop has reported it as left.
            return;
        }
        context.run(() -> {
            Channel open = channel;
            if (open == null || (by != promise && by != parts)) {
                return;
            }
            if (peer.isGone(cause)) {
                lost(open, cause);
                return;
            }
            context.counter("send_errors_total").increment();
            partFailure = noteError(cause);
            if (by.endsEvent()) {
                ended(by);
            }
            output.pauseOrResume();
        });
    }

    /** Some of the oldest events were sent through the codec, or refused by it or by the kernel. */
    private void settled(CodecWrites by) {
        context.run(() -> {
            while (codecWrites == by && !closed && by.isFirstSettled()) {
                settleFirst(by.removeFirst());
            }
            if (!flushing) {
                output.pauseOrResume();
            }
        });
    }

    private void settleFirst(@Nullable Throwable cause) {
        Channel open = channel;
        if (open != null && cause instanceof IOException && peer.isGone(cause)) {
            lost(open, cause);
            return;
        }
        writtenToCodec--;
        patience.removedFirst();
        if (cause == null) {
            patience.served();
            held.succeedFirst(peer.toString());
        } else if (cause instanceof IOException) {
            context.counter("send_errors_total").increment();
            held.failFirst(noteError(cause), 1, peer.toString());
        } else {
            held.failFirst(cause, 1, peer.toString());
        }
    }

    /** The kernel told an error, but of a datagram that it had taken; called by the handler. */
    void receivedError(Throwable cause) {
        context.run(() -> {
            Throwable explained = cause instanceof CodecException ? cause : noteError(cause);
            context.log().debug("{}", explained.getMessage());
        });
    }

    /** Counts an error and has the peer looked for again; returns the error with a message for the operator. */
    private Throwable noteError(Throwable cause) {
        if (connector != null) {
            connector.lookAfterError();
        }
        Throwable explained = peer.explain(cause);
        if (explained instanceof PortUnreachableException) {
            context.counter("port_unreachable_total").increment();
        }
        return explained;
    }

    void close() {
        closed = true;
        patience.close();
        if (connector != null) {
            connector.close();
        }
        Channel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
