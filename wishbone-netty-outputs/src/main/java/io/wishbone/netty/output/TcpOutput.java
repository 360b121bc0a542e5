package io.wishbone.netty.output;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.Future;
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
import io.wishbone.netty.framing.FrameEncoder;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends events over one long-lived TCP connection.
 *
 * <p>Each event's data, bytes as they are and anything else as UTF-8 text unless a protocol makes the bytes, is framed
 * so that the receiver can tell them apart; see {@link io.wishbone.netty.framing.Framing}. A codec does both by Netty
 * handlers of one's own, and an event that they refuse goes to {@code failed}. Inlet: {@code inbox}; outlets:
 * {@code successful} after an event's bytes were flushed to the kernel, {@code failed} after {@code max_attempts}
 * connections. While there is no connection events wait, in a window here and then in the queue, and connecting goes on
 * in the background. What was not wholly flushed when a connection broke is written again on the next one. A flush says
 * nothing of the peer's application: what the kernel had taken when the peer died may be lost.
 *
 * <p>With TLS there is a connection once the handshake is done. A buffer then is about as long as a record of TLS, and
 * an event counts as sent when the record with its last byte was flushed.
 *
 * <p>Counters: {@code connections_total}, {@code connections_failed_total}, {@code connections_lost_total},
 * {@code rewritten_total}, {@code tls_reloads_total}; gauge: {@code connected}.
 */
public final class TcpOutput extends Actor {
    private static final int LARGEST_WRITE = 256 << 10;
    /** One record of TLS: its writes are not told of what was flushed in part. */
    private static final int LARGEST_TLS_WRITE = 16 << 10;

    private static final WriteBufferWaterMark WATERMARKS = new WriteBufferWaterMark(512 << 10, 1 << 20);
    private static final int WINDOW_EVENTS = 4096;
    private static final long WINDOW_BYTES = 4 << 20;

    private final TcpOutputConfig config;
    private final HeldEvents held = heldEvents();
    private final Attempts attempts = new Attempts();
    private final Backoff backoff;
    private final FrameEncoder encoder;
    private final OutputTls tls;
    private final int largestWrite;
    private @Nullable Encoder protocolEncoder;
    private @Nullable EventLoops loops;
    private @Nullable EventLoopHome home;
    private @Nullable Channel connecting;
    private @Nullable Channel channel;
    private @Nullable CodecWrites codecWrites;
    private Home.@Nullable Timer reconnect;
    private int written;
    private long writtenBytes;
    private int addressIndex;
    private boolean blocked;
    private boolean paused;
    private boolean closed;
    private volatile boolean connected;

    /** Makes the module; it connects once its router has started. */
    public TcpOutput(TcpOutputConfig config) {
        this.config = config;
        this.encoder = config.framing().encoder(config.onDelimiter());
        this.tls = new OutputTls(config);
        this.largestWrite = tls.isWanted() ? LARGEST_TLS_WRITE : LARGEST_WRITE;
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

    /** Whether there is a connection. Any thread. */
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void onStart() {
        context().gauge("connected", () -> connected ? 1 : 0);
        Protocol protocol = config.protocol();
        if (protocol != null) {
            protocolEncoder = protocol.newEncoder(ProtocolContext.of(context()));
        }
        tls.start(context(), Objects.requireNonNull(loops, "loops"), this::connect);
    }

    // ---- connecting ----

    private void connect() {
        reconnect = null;
        EventLoops serving = loops;
        if (closed || serving == null) {
            return;
        }
        serving.resolve(config.endpoint().host())
                .whenComplete((addresses, failure) -> context().run(() -> {
                    if (failure == null) {
                        connect(serving, addresses[Math.floorMod(addressIndex++, addresses.length)]);
                    } else {
                        connectFailed(new IOException(
                                "host cannot be resolved: " + config.endpoint().host(), failure));
                    }
                }));
    }

    private void connect(EventLoops serving, InetAddress address) {
        EventLoopHome loop = home;
        if (closed || loop == null) {
            return;
        }
        TcpOutputHandler handler = new TcpOutputHandler(this, !tls.isWanted());
        ChannelFuture attempt = new Bootstrap()
                .group(loop.loop())
                .channel(serving.transport().channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        config.connectTimeout().toMillis())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATERMARKS)
                .handler(CodecWrites.before(handler, config.codec(), CodecContext.ofOutput(context(), false)))
                .connect(new InetSocketAddress(address, config.endpoint().port()));
        connecting = attempt.channel();
        attempt.addListener(done -> context().run(() -> {
            if (done.isSuccess() && !closed) {
                tls.secure(
                        attempt.channel(),
                        secured -> context().run(() -> attempted(handler, attempt.channel(), secured)));
            } else {
                attempted(handler, attempt.channel(), done);
            }
        }));
    }

    private void attempted(TcpOutputHandler handler, Channel newChannel, Future<?> done) {
        connecting = null;
        if (done.isSuccess()) {
            connected(newChannel);
        } else {
            connectFailed(handler.causeOr(done.cause()));
        }
    }

    private void connected(Channel newChannel) {
        if (closed) {
            newChannel.close();
            return;
        }
        if (!newChannel.isActive()) {
            connectFailed(new IOException("the peer closed at once"));
            return;
        }
        context().counter("connections_total").increment();
        context().log().info("connected to {}", config.endpoint());
        channel = newChannel;
        Codec codec = config.codec();
        codecWrites = codec == null ? null : new CodecWrites(newChannel, codec, true, this::settled);
        connected = true;
        writePending();
    }

    private void connectFailed(Throwable cause) {
        if (closed) {
            return;
        }
        context().counter("connections_failed_total").increment();
        connectionEnded("cannot connect to " + config.endpoint() + ": " + cause.getMessage(), cause);
    }

    private void connectionEnded(String message, Throwable cause) {
        attempts.connectionFailed();
        giveUpOldest(cause);
        Duration wait = backoff.next();
        context().log().warn("{}; trying again in {} ms, {} events wait", message, wait.toMillis(), held.size());
        reconnect = context().schedule(wait, this::connect);
    }

    private void giveUpOldest(Throwable cause) {
        while (config.maxAttempts() > 0 && !held.isEmpty() && attempts.ofFirst() >= config.maxAttempts()) {
            int made = attempts.ofFirst();
            removeFirstAttempt();
            held.failFirst(cause, made);
        }
        pauseOrResume();
    }

    /** The connection has ended; called by its handler. */
    void disconnected(Channel oldChannel, @Nullable Throwable cause) {
        context().run(() -> {
            if (channel != oldChannel) {
                return;
            }
            channel = null;
            codecWrites = null;
            connected = false;
            int again = written;
            written = 0;
            writtenBytes = 0;
            if (closed) {
                return;
            }
            context().counter("connections_lost_total").increment();
            context().counter("rewritten_total").add(again);
            String ended = "connection to " + config.endpoint() + " ended"
                    + (cause == null ? "" : " (" + cause.getMessage() + ")");
            connectionEnded(ended + ", " + again + " events are to be written again", new IOException(ended, cause));
        });
    }

    // ---- writing ----

    private void consume(Event event) {
        held.add(event);
        if (config.maxAttempts() > 0) {
            attempts.added();
        }
    }

    @Override
    public void onBatchEnd() {
        writePending();
    }

    /** The connection takes more again; called by its handler. */
    void writable() {
        context().run(this::writePending);
    }

    private void writePending() {
        Channel open = channel;
        if (open != null && written < held.size()) {
            boolean goOn = true;
            while (goOn && written < held.size() && open.isWritable()) {
                goOn = writeSome(open);
            }
            open.flush();
        }
        pauseOrResume();
    }

    /**
     * Writes one buffer, or one event through a codec; tells whether to go on, which is not so while the next event
     * cannot be encoded.
     */
    private boolean writeSome(Channel open) {
        CodecWrites codec = codecWrites;
        if (codec != null) {
            Event event = held.get(written++);
            writtenBytes += event.sizeBytes();
            codec.write(event);
            return true;
        }
        long unwrittenBytes = held.sizeBytes() - writtenBytes;
        int events = held.size() - written;
        long expectedBytes = unwrittenBytes + (long) events * encoder.overheadBytes();
        ByteBuf buffer = open.alloc().directBuffer((int) Math.min(largestWrite, expectedBytes));
        WrittenBatch batch = new WrittenBatch(this, open);
        boolean goOn = true;
        while (goOn && written < held.size() && hasRoom(buffer)) {
            goOn = encodeNext(buffer, batch);
        }
        if (batch.isEmpty()) {
            buffer.release();
            return goOn;
        }
        ChannelProgressivePromise promise = open.newProgressivePromise();
        promise.addListener(batch);
        open.write(buffer, promise);
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
            encode(event, buffer);
        } catch (Exception | StackOverflowError e) {
            buffer.writerIndex(before);
            return failUnencodable(e);
        }
        written++;
        writtenBytes += event.sizeBytes();
        batch.add(buffer.writerIndex() - before);
        return true;
    }

    private void encode(Event event, ByteBuf buffer) throws Exception {
        Encoder protocol = protocolEncoder;
        if (protocol == null) {
            encoder.encode(event, buffer);
        } else {
            encoder.encode(protocol.encode(event), buffer);
        }
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

    /** So many of the oldest events were flushed; called by their batch. */
    void flushed(Channel by, int events) {
        context().run(() -> {
            if (channel != by || closed) {
                return;
            }
            backoff.reset();
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
    private void settled(CodecWrites by) {
        context().run(() -> {
            while (codecWrites == by && !closed && by.isFirstSettled()) {
                Throwable refusal = by.removeFirst();
                removeFirstWritten();
                if (refusal == null) {
                    backoff.reset();
                    held.succeedFirst();
                } else {
                    held.failFirst(refusal, 1);
                }
            }
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

    private void pauseOrResume() {
        Channel open = channel;
        boolean isFull = held.size() >= WINDOW_EVENTS || held.sizeBytes() >= WINDOW_BYTES;
        boolean mustPause = isFull || (open != null && !open.isWritable());
        if (mustPause && !paused) {
            context().pause();
        } else if (!mustPause && paused) {
            context().resume();
        }
        paused = mustPause;
    }

    @Override
    public void onClose() {
        closed = true;
        Home.Timer timer = reconnect;
        if (timer != null) {
            timer.cancel();
        }
        Channel attempt = connecting;
        if (attempt != null) {
            attempt.close();
        }
        Channel open = channel;
        if (open != null) {
            open.close();
        }
        tls.close();
    }
}
