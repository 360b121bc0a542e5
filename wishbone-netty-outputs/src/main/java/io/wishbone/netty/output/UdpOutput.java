package io.wishbone.netty.output;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.CodecException;
import io.wishbone.actor.Actor;
import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.Home;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.netty.Backoff;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends each event as a datagram.
 *
 * <p>A datagram has an event's data, bytes as they are and anything else as UTF-8 text unless a protocol makes the
 * bytes, and nothing else; or what the Netty handlers of a codec make of it. Inlet: {@code inbox}; outlets:
 * {@code successful} after the kernel took an event, which says nothing of its arrival, {@code failed} if the kernel or
 * the codec refused it, if it is empty, or longer than {@code max_datagram}. While the kernel takes nothing, or the
 * name cannot be resolved, events wait. After an error, as when a peer's host tells that nobody listens there, sending
 * goes on and the name is resolved again.
 *
 * <p>Counters: {@code send_errors_total}, {@code port_unreachable_total}, {@code resolve_errors_total}; gauge:
 * {@code connected}.
 */
public final class UdpOutput extends Actor {
    private static final WriteBufferWaterMark WATERMARKS = new WriteBufferWaterMark(512 << 10, 1 << 20);
    private static final int BATCH_EVENTS = 256;
    private static final int WINDOW_EVENTS = 4096;
    private static final long WINDOW_BYTES = 4 << 20;

    private final UdpOutputConfig config;
    private final HeldEvents held = heldEvents();
    private final ArrayDeque<byte[]> unwritten = new ArrayDeque<>();
    private final Backoff backoff;
    private final @Nullable Codec codec;
    private @Nullable Encoder encoder;
    private @Nullable EventLoops loops;
    private @Nullable EventLoopHome home;
    private @Nullable Channel channel;
    private @Nullable SendPromise promise;
    private @Nullable CodecWrites codecWrites;
    private int writtenToCodec;
    private Home.@Nullable Timer resolving;
    private boolean isLooking;
    private long lastError;
    private boolean flushing;
    private boolean paused;
    private boolean closed;
    private volatile boolean connected;

    /** Makes the module; it resolves the name once its router has started. */
    public UdpOutput(UdpOutputConfig config) {
        this.config = config;
        this.codec = DatagramLimit.before(config.codec(), config.maxDatagramBytes());
        this.backoff = new Backoff(config.minBackoff(), config.maxBackoff(), new SplittableRandom());
        outlet(SUCCESSFUL);
        inlet(INBOX, this::consume);
    }

    @Override
    public Placement placement(SharedResources shared) {
        EventLoops serving = EventLoops.orShared(config.eventLoops(), shared);
        loops = serving;
        EventLoopHome chosen = serving.nextHome();
        home = chosen;
        return Placement.on(chosen);
    }

    @Override
    public void onStart() {
        context().gauge("connected", () -> connected ? 1 : 0);
        Protocol protocol = config.protocol();
        if (protocol != null) {
            encoder = protocol.newEncoder(ProtocolContext.of(context()));
        }
        lastError = context().nanoTime();
        look();
    }

    // ---- resolving and connecting ----

    /** Resolves the name, and connects if that gives another address than the one that is connected. */
    private void look() {
        resolving = null;
        EventLoops serving = loops;
        if (closed || serving == null || isLooking) {
            return;
        }
        isLooking = true;
        serving.resolve(config.endpoint().host())
                .whenComplete((addresses, failure) -> context().run(() -> {
                    isLooking = false;
                    if (failure == null) {
                        resolved(serving, addresses);
                    } else {
                        unresolved(failure);
                    }
                }));
    }

    private void unresolved(Throwable failure) {
        context().counter("resolve_errors_total").increment();
        context().log().warn("{} cannot be resolved: {}", config.endpoint(), failure.getMessage());
        lookLater();
    }

    private void resolved(EventLoops serving, InetAddress[] addresses) {
        Channel open = channel;
        boolean isSame = open != null
                && Arrays.asList(addresses).contains(((InetSocketAddress) open.remoteAddress()).getAddress());
        if (closed || isSame) {
            return;
        }
        if (open != null) {
            if (held.size() > unwrittenEvents()) {
                lookLater();
                return;
            }
            channel = null;
            open.close();
        }
        connect(serving, addresses[0]);
    }

    private void connect(EventLoops serving, InetAddress address) {
        EventLoopHome loop = home;
        if (loop == null) {
            return;
        }
        isLooking = true;
        UdpOutputHandler handler = new UdpOutputHandler(this);
        ChannelFuture connecting = new Bootstrap()
                .group(loop.loop())
                .channel(serving.transport().datagramChannel())
                .option(ChannelOption.SO_SNDBUF, config.sendBufferBytes())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATERMARKS)
                .handler(CodecWrites.before(handler, codec, CodecContext.ofOutput(context(), true)))
                .connect(new InetSocketAddress(address, config.endpoint().port()));
        connecting.addListener(done -> context().run(() -> {
            isLooking = false;
            if (done.isSuccess()) {
                connected(connecting.channel());
            } else {
                String reason = handler.causeOr(done.cause()).getMessage();
                context().log().warn("cannot send to {}: {}", config.endpoint(), reason);
                lookLater();
            }
        }));
    }

    private void connected(Channel newChannel) {
        if (closed) {
            newChannel.close();
            return;
        }
        context().log().info("sending to {} ({})", config.endpoint(), newChannel.remoteAddress());
        channel = newChannel;
        promise = new SendPromise(this, newChannel);
        codecWrites = codec == null ? null : new CodecWrites(newChannel, codec, false, this::settled);
        connected = true;
        writePending();
    }

    private void lookLater() {
        if (resolving == null && !isLooking && !closed) {
            resolving = context().schedule(backoff.next(), this::look);
        }
    }

    /** The socket has closed, which nobody asked for; called by its handler. */
    void disconnected(Channel oldChannel) {
        context().run(() -> {
            if (channel == oldChannel) {
                channel = null;
                codecWrites = null;
                writtenToCodec = 0;
                connected = false;
                lookLater();
            }
        });
    }

    // ---- sending ----

    private byte[] bytesOf(Event event) throws Exception {
        if (encoder != null) {
            return encoder.encode(event);
        }
        return event.data() instanceof byte[] data ? data : event.text().getBytes(StandardCharsets.UTF_8);
    }

    private void consume(Event event) throws Exception {
        if (codec != null) {
            held.add(event);
            return;
        }
        byte[] bytes = bytesOf(event);
        if (bytes.length == 0) {
            throw new IOException("an empty datagram cannot be sent");
        }
        if (bytes.length > config.maxDatagramBytes()) {
            throw new IOException("a datagram of " + bytes.length + " bytes (expected: max_datagram, "
                    + config.maxDatagramBytes() + ", or less)");
        }
        held.add(event);
        unwritten.add(bytes);
    }

    @Override
    public void onBatchEnd() {
        if (unwrittenEvents() > 0) {
            writePending();
        }
    }

    /** The socket takes more again; called by its handler. */
    void writable() {
        context().run(this::writePending);
    }

    private void writePending() {
        Channel open = channel;
        SendPromise settling = promise;
        if (open != null && settling != null && !flushing) {
            flushing = true;
            while (unwrittenEvents() > 0 && open.isWritable()) {
                write(open, settling);
                open.flush();
            }
            flushing = false;
        }
        pauseOrResume();
    }

    private int unwrittenEvents() {
        return codec == null ? unwritten.size() : held.size() - writtenToCodec;
    }

    /** Writes some datagrams, one buffer and a part of it for each; or some events to the codec. */
    private void write(Channel open, SendPromise settling) {
        CodecWrites writes = codecWrites;
        if (writes != null) {
            for (int i = Math.min(BATCH_EVENTS, unwrittenEvents()); i > 0; i--) {
                writes.write(held.get(writtenToCodec++));
            }
            return;
        }
        int events = Math.min(BATCH_EVENTS, unwritten.size());
        ByteBuf buffer = open.alloc().directBuffer(bytesOfFirst(events));
        for (int i = 0; i < events; i++) {
            byte[] datagram = unwritten.remove();
            buffer.writeBytes(datagram);
            open.write(buffer.readRetainedSlice(datagram.length), settling);
        }
        buffer.release();
    }

    private int bytesOfFirst(int events) {
        int bytes = 0;
        int left = events;
        for (byte[] datagram : unwritten) {
            if (left-- == 0) {
                break;
            }
            bytes += datagram.length;
        }
        return bytes;
    }

    /** The kernel took the oldest datagram that was written; called by the promise. */
    void sent() {
        if (closed) {
            return;
        }
        if (flushing) {
            held.succeedFirst();
        } else {
            context().run(() -> {
                held.succeedFirst();
                pauseOrResume();
            });
        }
    }

    /** Some of the oldest events were sent through the codec, or refused by it or by the kernel. */
    private void settled(CodecWrites by) {
        context().run(() -> {
            while (codecWrites == by && !closed && by.isFirstSettled()) {
                Throwable cause = by.removeFirst();
                writtenToCodec--;
                if (cause == null) {
                    held.succeedFirst();
                } else if (cause instanceof IOException) {
                    notSent(cause);
                } else {
                    held.failFirst(cause, 1);
                }
            }
            if (!flushing) {
                pauseOrResume();
            }
        });
    }

    /** The kernel refused the oldest datagram that was written; called by the promise. */
    void notSent(Throwable cause) {
        if (closed) {
            // The stop has reported it as left.
            return;
        }
        context().run(() -> {
            context().counter("send_errors_total").increment();
            held.failFirst(noteError(cause), 1);
            pauseOrResume();
        });
    }

    /** The kernel told an error, but of a datagram that it had taken; called by the handler. */
    void receivedError(Throwable cause) {
        context().run(() -> {
            Throwable explained = cause instanceof CodecException ? cause : noteError(cause);
            context().log().debug("{}", explained.getMessage());
        });
    }

    /** Counts an error and has the name resolved again; returns the error with a message for the operator. */
    private Throwable noteError(Throwable cause) {
        long now = context().nanoTime();
        if (now - lastError > config.maxBackoff().toNanos()) {
            backoff.reset();
        }
        lastError = now;
        lookLater();
        if (!isPortUnreachable(cause)) {
            return cause;
        }
        context().counter("port_unreachable_total").increment();
        PortUnreachableException explained =
                new PortUnreachableException("nobody listens on " + config.endpoint() + ", its host tells");
        explained.initCause(cause);
        return explained;
    }

    private static boolean isPortUnreachable(Throwable cause) {
        return cause instanceof PortUnreachableException
                || cause instanceof ConnectException
                || String.valueOf(cause.getMessage()).contains("Connection refused");
    }

    private void pauseOrResume() {
        Channel open = channel;
        boolean isFull = held.size() >= WINDOW_EVENTS || held.sizeBytes() >= WINDOW_BYTES;
        boolean shouldPause = isFull || (open != null && !open.isWritable());
        if (shouldPause == paused) {
            return;
        }
        paused = shouldPause;
        if (shouldPause) {
            context().pause();
        } else {
            context().resume();
        }
    }

    @Override
    public void onClose() {
        closed = true;
        connected = false;
        Home.Timer timer = resolving;
        if (timer != null) {
            timer.cancel();
        }
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }
}
