package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.netty.codec.CodecMessages;
import io.wishbone.netty.framing.FrameDecoder;
import io.wishbone.netty.framing.FrameSink;
import io.wishbone.netty.framing.OversizePolicy;
import io.wishbone.netty.tls.TlsFailures;
import io.wishbone.netty.tls.TlsSession;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link StreamInput}: reads while the pipeline takes events, cuts frames, and submits them.
 *
 * <p><em>Confined to the channel's event loop</em>, but for what says otherwise. Reading is on demand: each read is
 * asked for after the one before was decoded, and only while the gate is open; else the connection waits in its loop's
 * line, and the kernel's flow control makes the peer wait. A connection whose handshake is under way reads in any case:
 * that the pipeline is full must not make it time out.
 */
final class StreamConnection extends ChannelInboundHandlerAdapter implements FrameSink {
    private static final long DRAIN_LOOK_MILLIS = 50;
    private static final long AGED_SECONDS = 10;

    private final StreamInput input;
    private final long number;
    private final LoopIntake intake;
    private final Channel channel;
    private final RemotePeer peer;
    private final Set<HandshakePhase> handshake;
    private final boolean mayReply;
    private final FrameDecoder decoder;
    private final @Nullable Decoding decoding;
    private final @Nullable CodecMessages codecMessages;
    private final ConnectionTimers timers;
    private final ConnectionStory story;
    private final GatedReceiveBuffers receiveBuffers;
    private final AtomicBoolean closingForMemory = new AtomicBoolean();
    private volatile long bufferedBytes;
    private long replies;
    private Header header = Header.empty();
    private @Nullable RateLimit rateLimit;
    private boolean parked;
    private boolean throttled;
    /** Nothing more comes. */
    private boolean ended;
    /** What came is passed on. */
    private boolean finished;
    /** The channel is closed. */
    private boolean gone;

    /** Bytes may be missing at the end. */
    private boolean broken;

    private boolean closing;
    private boolean secured;
    private boolean closeNotified;
    private boolean draining;
    private boolean quiet;
    private long mayStillRead = Long.MAX_VALUE;
    private @Nullable ChannelFuture detached;

    /**
     * Makes one for a channel whose event loop is the current thread.
     *
     * @param handshake what has to be done before messages can be read
     * @param mayReply whether the connection stays open for replies after the peer has ended its side
     */
    StreamConnection(
            StreamInput input,
            long number,
            LoopIntake intake,
            Channel channel,
            RemotePeer peer,
            GatedReceiveBuffers receiveBuffers,
            Set<HandshakePhase> handshake,
            boolean mayReply) {
        this.input = input;
        this.number = number;
        this.intake = intake;
        this.channel = channel;
        this.peer = peer;
        this.receiveBuffers = receiveBuffers;
        this.handshake = handshake;
        this.mayReply = mayReply;
        StreamConfig config = input.config();
        this.decoder = config.framing().decoder(config.maxFrameBytes(), config.onOversize(), this);
        this.decoding = input.newDecoding(intake, peer);
        this.codecMessages = input.newCodecMessages(peer);
        this.timers = new ConnectionTimers(this, config);
        this.story = new ConnectionStory(input, intake, number);
    }

    Channel channel() {
        return channel;
    }

    /** What events name it by. Any thread. */
    long number() {
        return number;
    }

    // ---- its begin ----

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begin();
    }

    /** Begins to read; to be called on a channel that was active before. */
    void begin() {
        if (handshake.isEmpty()) {
            ready();
        } else {
            timers.handshakeBegins();
        }
        readOrPark();
    }

    private void ready() {
        header = peer.header(input.moduleName());
        rateLimit = input.rateLimitOf(peer);
        timers.ready();
        story.opened(header);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ProxyHeaderHandler.Told told) {
            proxyTold(told);
        } else if (event instanceof SslHandshakeCompletionEvent tls) {
            tlsTold(tls);
        } else if (event instanceof SslCloseCompletionEvent close) {
            closeNotified = close.isSuccess();
            if (closeNotified) {
                // A peer may wait for our answer to it before it closes.
                inputEnded();
            }
        } else if (event instanceof ChannelInputShutdownEvent) {
            inputEnded();
        }
        ctx.fireUserEventTriggered(event);
    }

    private void proxyTold(ProxyHeaderHandler.Told told) {
        String refusal = input.refusalAfter(told, peer);
        if (refusal == null) {
            done(HandshakePhase.PROXY_HEADER);
        } else {
            input.report().refused(peer, refusal);
            handshake.clear();
            close("refused");
        }
    }

    private void tlsTold(SslHandshakeCompletionEvent handshaken) {
        if (handshaken.isSuccess()) {
            secured = true;
            TlsSession.of(channel).ifPresent(peer::secured);
            done(HandshakePhase.TLS);
        } else if (!closing) {
            failHandshake(TlsFailures.describe(handshaken.cause()));
        }
    }

    private void done(HandshakePhase phase) {
        if (handshake.remove(phase) && handshake.isEmpty() && !ended) {
            ready();
        }
    }

    /** The handshake takes too long; called by the timers. */
    void handshakeLate() {
        failHandshake(handshake.iterator().next().undone() + " within "
                + input.config().handshakeTimeout().toMillis() + " ms");
    }

    private void failHandshake(String reason) {
        input.report().handshakeFailed(peer, reason);
        handshake.clear();
        close("handshake");
    }

    // ---- reading ----

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing) {
            // Behind what it was closed for, in the same buffer: a peer that was refused gets nothing through.
            ReferenceCountUtil.release(message);
            return;
        }
        timers.active();
        quiet = false;
        intake.emitter().begin();
        try {
            if (codecMessages == null) {
                readBytes((ByteBuf) message);
            } else {
                readMessage(codecMessages, message);
            }
        } finally {
            intake.emitter().end();
            accountForMemory();
        }
        if (mayStillRead <= 0) {
            endDrain();
        }
    }

    private void readBytes(ByteBuf piece) {
        int bytes = piece.readableBytes();
        mayStillRead -= bytes;
        if (story.receivedFirst(bytes)
                && UnexpectedTls.begins(piece, input.config().framing())
                && !secured) {
            piece.release();
            UnexpectedTls.answer(channel);
            failHandshake("it speaks TLS, and this input does not (expected: tls, or a client without)");
            return;
        }
        decoder.decode(piece);
    }

    private void readMessage(CodecMessages codec, Object message) {
        Event event = codec.event(message, header);
        if (event != null) {
            mayStillRead -= event.sizeBytes();
            story.received(event.sizeBytes());
            story.message();
            intake.emitter().submit(event);
            RateLimit limit = rateLimit;
            if (limit != null) {
                limit.take(System.nanoTime());
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        readOrPark();
    }

    private void readOrPark() {
        if (parked || throttled || finished) {
            return;
        }
        if (!handshake.isEmpty()) {
            read();
        } else if (mustSlowDown()) {
            throttled = true;
        } else if (!intake.emitter().isOpen() || decoder.hasUndecoded()) {
            parked = true;
            intake.park(this);
        } else if (!ended) {
            read();
        }
    }

    /** Whether the peer has sent too much for now; reading then goes on later. */
    private boolean mustSlowDown() {
        RateLimit limit = rateLimit;
        if (limit == null) {
            return false;
        }
        long wait = limit.nanosUntilNext(System.nanoTime());
        boolean wasStopped = decoder.hasUndecoded() && intake.emitter().isOpen();
        if (wait <= 0 && !wasStopped) {
            return false;
        }
        input.report().throttled(peer);
        channel.eventLoop().schedule(this::endThrottle, wait, TimeUnit.NANOSECONDS);
        return true;
    }

    private void endThrottle() {
        throttled = false;
        if (intake.emitter().isOpen()) {
            inBatch(this::goOn);
        } else {
            readOrPark();
        }
    }

    private void read() {
        ChannelFuture leaving = detached;
        if (leaving == null) {
            receiveBuffers.asked();
            channel.read();
            return;
        }
        detached = null;
        leaving.addListener(left -> channel.eventLoop().register(channel).addListener(back -> {
            if (back.isSuccess()) {
                read();
            } else {
                close("error");
            }
        }));
    }

    /** Takes the channel from its event loop until the next read. */
    private void detach() {
        if (detached == null) {
            detached = channel.deregister();
        }
    }

    /** Goes on after the gate has opened; called by the intake, within a batch. */
    void resume() {
        parked = false;
        goOn();
    }

    private void goOn() {
        quiet = false;
        timers.active();
        decoder.resume();
        accountForMemory();
        if (ended && !decoder.hasUndecoded()) {
            finish();
        } else {
            readOrPark();
        }
    }

    @Override
    public boolean frame(byte[] frame) {
        story.message();
        Event message = Event.of(frame, header);
        if (decoding == null) {
            intake.emitter().submit(message);
        } else {
            decoding.submit(message);
        }
        RateLimit limit = rateLimit;
        return intake.emitter().isOpen() && (limit == null || limit.take(System.nanoTime()));
    }

    @Override
    public boolean oversize() {
        input.report().oversize(peer);
        if (input.config().onOversize() == OversizePolicy.CLOSE) {
            close("oversize");
        }
        return true;
    }

    @Override
    public void malformed(String what) {
        input.report().malformed(peer, what);
        close("malformed");
    }

    private void accountForMemory() {
        long now = decoder.bufferedBytes();
        long delta = now - bufferedBytes;
        if (delta != 0) {
            bufferedBytes = now;
            input.budget().change(delta);
        }
    }

    private void inBatch(Runnable action) {
        intake.emitter().begin();
        try {
            action.run();
        } finally {
            intake.emitter().end();
        }
    }

    // ---- its end ----

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed();
    }

    private void closed() {
        if (gone) {
            return;
        }
        gone = true;
        timers.cancel();
        if (!handshake.isEmpty() && !draining) {
            failHandshake("it went before " + handshake.iterator().next().awaited());
        }
        if (finished) {
            leave();
        } else {
            inputEnded();
        }
    }

    private void inputEnded() {
        if (ended) {
            return;
        }
        ended = true;
        // Without the end that TLS has, anybody on the way may have cut the stream (RFC 8446, 6.1).
        broken |= secured && !closeNotified;
        if (decoder.hasUndecoded()) {
            readOrPark();
        } else {
            inBatch(this::finish);
        }
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        if (decoder.finish(!broken && input.config().emitPartial())) {
            input.report().partial();
        }
        decoder.release();
        accountForMemory();
        if (gone) {
            leave();
        } else {
            input.read(this);
            closeWhenAnswered();
        }
    }

    /** The peer has ended its side, and gets as many replies as it has sent messages, if it gets them in time. */
    private void closeWhenAnswered() {
        if (!mayReply || replies >= story.messages()) {
            channel.close();
        } else {
            timers.awaitReplies();
        }
    }

    /** A reply was written, or could not be. */
    void replyWritten() {
        replies++;
        if (finished && !gone) {
            closeWhenAnswered();
        }
    }

    private void leave() {
        input.ended(this, number, peer);
        story.closed(header);
    }

    /** Closes from this side, so that an unfinished frame is no event: its end may be under way. */
    void close(String reason) {
        broken = true;
        closing = true;
        story.closing(reason);
        boolean tells = channel.isRegistered();
        channel.close();
        if (!tells) {
            channel.eventLoop().execute(this::closed);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof GatedReceiveBuffers.Refused) {
            detach();
            return;
        }
        Throwable first = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (closing) {
            input.report().broken(peer, cause);
        } else if (cause instanceof WriteTimeoutException) {
            input.report().untaken(peer);
            close("reply_timeout");
        } else if (cause instanceof HAProxyProtocolException) {
            failHandshake("the header of the proxy is malformed: " + ProxyHeaderHandler.explain(cause));
        } else if (first instanceof SSLException && !handshake.isEmpty()) {
            failHandshake(TlsFailures.describe(cause));
        } else if (cause instanceof IOException || first instanceof SSLException) {
            input.report().broken(peer, cause);
            close("broken");
        } else if (codecMessages != null) {
            input.report().codecFailed(peer, first);
            close("codec");
        } else {
            input.report().failed(peer, cause);
            close("error");
        }
    }

    /** Whether this side does not read, so that nothing can come; asked by the timers. */
    boolean isPaused() {
        return parked || throttled || finished;
    }

    /** Nothing came for too long; called by the timers. */
    void idle() {
        input.report().idle(peer);
        close("idle");
    }

    /**
     * It is as old as it may get: tells the peer, unless it still waits for replies, and gives it some time to send
     * what it has; called by the timers.
     */
    void aged() {
        input.report().aged(peer);
        story.closing("max_age");
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (!mayReply && channel instanceof DuplexChannel duplex) {
            ChannelFuture told = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
            told.addListener(done -> duplex.shutdownOutput());
        }
        channel.eventLoop().schedule(this::drainHere, AGED_SECONDS, TimeUnit.SECONDS);
    }

    // ---- what others ask for; any thread ----

    /** How much memory this connection keeps for what is not decoded. Any thread. */
    long bufferedBytes() {
        return bufferedBytes;
    }

    /** Whether {@link #closeForMemory} was called. Any thread. */
    boolean isClosingForMemory() {
        return closingForMemory.get();
    }

    /**
     * Ends this connection because it keeps most of the memory that all may keep. Any thread; only the first counts.
     */
    void closeForMemory() {
        if (!closingForMemory.compareAndSet(false, true)) {
            return;
        }
        if (channel.eventLoop().inEventLoop()) {
            closeForMemoryHere();
        } else {
            channel.eventLoop().execute(this::closeForMemoryHere);
        }
    }

    private void closeForMemoryHere() {
        if (!finished) {
            input.report().memory(peer, bufferedBytes);
            decoder.release();
            accountForMemory();
            close("memory");
        }
    }

    /**
     * Ends reading at a stop, after what the peer's host has delivered was read: once nothing came from one look to the
     * next, or once as much was read as the kernel's receive buffer holds, since a peer may never stop sending. While
     * the pipeline is full nothing is read, so it waits. Any thread.
     */
    void drain() {
        channel.eventLoop().execute(this::drainHere);
    }

    /** See {@link #drain}. */
    void drainHere() {
        if (channel.isOpen() && !draining) {
            draining = true;
            Integer received = channel.config().getOption(ChannelOption.SO_RCVBUF);
            mayStillRead = received == null ? 0 : received;
            endDrainIfQuiet();
        }
    }

    private void endDrainIfQuiet() {
        if (ended) {
            return;
        }
        if (quiet && !parked && !throttled) {
            endDrain();
            return;
        }
        quiet = true;
        channel.eventLoop().schedule(this::endDrainIfQuiet, DRAIN_LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Everything is read: closes, or waits for the replies to it. */
    private void endDrain() {
        if (mayReply) {
            broken = true;
            inputEnded();
        } else {
            close("stopped");
        }
    }

    /** Ends this connection at once and releases what it keeps. Any thread. */
    void abandon() {
        channel.eventLoop().execute(() -> {
            if (!finished && decoder.hasUndecoded()) {
                input.report().abandoned(peer, decoder.undecodedBytes());
            }
            close("stopped");
            inBatch(this::finish);
        });
    }
}
