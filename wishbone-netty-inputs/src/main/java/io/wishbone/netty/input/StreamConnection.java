package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.wishbone.event.Completion;
import io.wishbone.event.Header;
import io.wishbone.netty.StreamAck;
import io.wishbone.netty.framing.OversizePolicy;
import io.wishbone.netty.tls.TlsFailures;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link StreamInput}, from its begin to its end. A {@link ConnectionHandshake} is before its
 * messages, which a {@link MessageReader} makes events of.
 *
 * <p><em>Confined to the channel's event loop</em>, but for what says otherwise. Reading is on demand: each read is
 * asked for after the one before was decoded, and only while the gate is open; else the connection waits in its loop's
 * line, and the kernel's flow control makes the peer wait. A connection whose handshake is under way reads in any case:
 * that the pipeline is full must not make it time out.
 */
final class StreamConnection extends ChannelInboundHandlerAdapter
        implements ConnectionHandshake.Listener, MessageReader.Listener, BufferBudget.Holder {
    private static final long AGED_SECONDS = 10;

    private final StreamInput input;
    private final long number;
    private final LoopIntake intake;
    private final Channel channel;
    private final RemotePeer peer;
    private final boolean isReplied;
    private final @Nullable Acknowledgements acknowledgements;
    private final ConnectionHandshake handshake;
    private final DemandReads reads;
    private final MessageReader reader;
    private final ConnectionTimers timers;
    private final ConnectionStory story;
    private final ConnectionDrain drain;
    private final AtomicBoolean closingForMemory = new AtomicBoolean();
    private long replies;
    private boolean inReadBatch;
    private boolean parked;
    private boolean throttled;
    /** Nothing more comes. */
    private boolean ended;
    /** What came is passed on. */
    private boolean finished;
    /** The channel is closed. */
    private boolean gone;
    /** This side has closed it, or something broke: bytes may be missing at the end. */
    private boolean broken;

    /**
     * Makes one for a channel whose event loop is the current thread.
     *
     * @param phases what has to be done before messages can be read
     * @param isReplied whether each message may get a reply
     */
    StreamConnection(
            StreamInput input,
            long number,
            LoopIntake intake,
            Channel channel,
            RemotePeer peer,
            GatedReceiveBuffers receiveBuffers,
            Set<HandshakePhase> phases,
            boolean isReplied) {
        this.input = input;
        this.number = number;
        this.intake = intake;
        this.channel = channel;
        this.peer = peer;
        this.isReplied = isReplied;
        this.acknowledgements = input.config().ack() == StreamAck.LINES ? new Acknowledgements(this) : null;
        this.handshake = new ConnectionHandshake(input.handshakeRules(), channel, peer, phases, this);
        this.reads = new DemandReads(channel, receiveBuffers, () -> close("error"));
        this.reader = new MessageReader(
                input,
                intake.emitter(),
                input.newDecoding(intake, peer),
                input.newCodecMessages(peer),
                acknowledgements,
                this);
        this.timers = new ConnectionTimers(this, input.config());
        this.story = new ConnectionStory(input, intake, number);
        this.drain = new ConnectionDrain(this);
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
        if (handshake.isOver()) {
            ready();
        } else {
            timers.handshakeBegins();
        }
        readOrPark();
    }

    @Override
    public void ready() {
        Header header = peer.header(input.moduleName());
        reader.begin(header, input.rateLimitOf(peer));
        timers.ready();
        story.opened(header);
    }

    @Override
    public void refused(String reason) {
        input.report().refused(peer, reason);
        close("refused");
    }

    @Override
    public void failed(String reason) {
        if (!drain.hasBegun()) {
            input.report().handshakeFailed(peer, reason);
            close("handshake");
        }
    }

    /** The handshake takes too long; called by the timers. */
    void handshakeLate() {
        handshake.late();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        handshake.told(event);
        boolean hasEnd = event instanceof SslCloseCompletionEvent close && close.isSuccess();
        if (hasEnd || event instanceof ChannelInputShutdownEvent) {
            // After the end that TLS has, a peer may wait for ours before it closes.
            inputEnded();
        }
        ctx.fireUserEventTriggered(event);
    }

    // ---- reading ----

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (broken) {
            // Behind what it was closed for, in the same buffer: a peer that was refused gets nothing through.
            ReferenceCountUtil.release(message);
            return;
        }
        if (reader.receivedBytes() == 0 && isUnexpectedTls(message)) {
            ReferenceCountUtil.release(message);
            UnexpectedTls.answer(channel);
            handshake.fail("it speaks TLS, and this input does not (expected: tls, or a client without)");
            return;
        }
        timers.active();
        drain.active();
        if (handshake.isSecured()) {
            beginReadBatch();
        }
        drain.received(reader.read(message));
    }

    /**
     * One read brings many records of TLS, each of which comes by itself; what they bring goes on together, so that it
     * leaves by one flush.
     */
    private void beginReadBatch() {
        if (!inReadBatch) {
            inReadBatch = true;
            intake.emitter().begin();
            // Not all that decrypts tells when a read is complete, and nothing downstream runs before.
            channel.eventLoop().execute(this::endReadBatch);
        }
    }

    private void endReadBatch() {
        if (inReadBatch) {
            inReadBatch = false;
            intake.emitter().end();
        }
    }

    private boolean isUnexpectedTls(Object message) {
        return !handshake.isSecured()
                && message instanceof ByteBuf first
                && UnexpectedTls.begins(first, input.config().framing());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        endReadBatch();
        readOrPark();
    }

    private void readOrPark() {
        if (parked || throttled || finished) {
            return;
        }
        if (!handshake.isOver()) {
            reads.read();
        } else if (mustSlowDown()) {
            throttled = true;
        } else if (!intake.emitter().isOpen() || reader.hasUndecoded()) {
            parked = true;
            intake.park(this);
        } else if (!ended) {
            reads.read();
        }
    }

    /** Whether the peer has sent too much for now; reading then goes on later. */
    private boolean mustSlowDown() {
        long wait = reader.mustWaitNanos();
        if (wait < 0) {
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

    /** Goes on after the gate has opened; called by the intake, within a batch. */
    void resume() {
        parked = false;
        goOn();
    }

    private void goOn() {
        drain.active();
        timers.active();
        reader.resume();
        if (ended && !reader.hasUndecoded()) {
            finish();
        } else {
            readOrPark();
        }
    }

    @Override
    public void oversize() {
        input.report().oversize(peer);
        if (input.config().onOversize() == OversizePolicy.CLOSE) {
            close("oversize");
        }
    }

    @Override
    public void malformed(String what) {
        input.report().malformed(peer, what);
        close("malformed");
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
        endReadBatch();
        if (gone) {
            return;
        }
        gone = true;
        timers.cancel();
        handshake.closed();
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
        if (reader.hasUndecoded()) {
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
        if (reader.finish(!broken && !handshake.isCut() && input.config().emitPartial())) {
            input.report().partial();
        }
        if (gone) {
            leave();
        } else {
            input.read(this);
            closeWhenAnswered();
        }
    }

    /** The peer has ended its side, and gets the answers to what it has sent, if it gets them in time. */
    private void closeWhenAnswered() {
        if ((!isReplied || replies >= reader.messages())
                && (acknowledgements == null || acknowledgements.areComplete())) {
            channel.close();
        } else {
            timers.awaitReplies();
        }
    }

    /** A reply was written, or could not be. */
    void replyWritten() {
        replies++;
        answered();
    }

    /** An answer was written, or could not be. */
    void answered() {
        if (finished && !gone) {
            closeWhenAnswered();
        }
    }

    /** An event was not delivered: the connection ends, so that the peer sends it again. */
    void notDelivered(Completion.Failure failure) {
        if (!broken) {
            input.report().notDelivered(peer, failure);
            close("not_delivered");
        }
    }

    /** Whether it stays open for answers after the peer has ended its side. */
    private boolean mayAnswer() {
        return isReplied || acknowledgements != null;
    }

    private void leave() {
        input.ended(this, number, peer);
        story.closed(peer.header(input.moduleName()), reader);
    }

    /** Closes from this side, so that an unfinished frame is no event: its end may be under way. */
    void close(String reason) {
        broken = true;
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
            reads.detach();
            return;
        }
        Throwable first = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (broken) {
            input.report().broken(peer, cause);
        } else if (cause instanceof WriteTimeoutException) {
            input.report().untaken(peer);
            close("reply_timeout");
        } else if (cause instanceof HAProxyProtocolException) {
            handshake.fail("the header of the proxy is malformed: " + ProxyHeaderHandler.explain(cause));
        } else if (first instanceof SSLException && !handshake.isOver()) {
            handshake.fail(TlsFailures.describe(cause));
        } else if (cause instanceof IOException || first instanceof SSLException) {
            input.report().broken(peer, cause);
            close("broken");
        } else if (input.config().codec() != null) {
            input.report().codecFailed(peer, first);
            close("codec");
        } else {
            input.report().failed(peer, cause);
            close("error");
        }
    }

    /** Whether this side does not read, so that nothing can come; asked by timers and drain. */
    boolean isPaused() {
        return parked || throttled || finished;
    }

    /** Whether nothing more comes. */
    boolean hasEnded() {
        return ended;
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
        if (!mayAnswer() && channel instanceof DuplexChannel duplex) {
            ChannelFuture told = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
            told.addListener(done -> duplex.shutdownOutput());
        }
        channel.eventLoop().schedule(drain::begin, AGED_SECONDS, TimeUnit.SECONDS);
    }

    // ---- what others ask for; any thread ----

    @Override
    public long bufferedBytes() {
        return reader.bufferedBytes();
    }

    @Override
    public boolean isClosingForMemory() {
        return closingForMemory.get();
    }

    @Override
    public void closeForMemory() {
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
            input.report().memory(peer, reader.bufferedBytes());
            reader.release();
            close("memory");
        }
    }

    /** Ends reading, after what the peer's host has delivered was read. Any thread. */
    void drain() {
        channel.eventLoop().execute(drain::begin);
    }

    /** Everything that was to be read is read: closes, or waits for the replies to it; called by the drain. */
    void drained() {
        if (mayAnswer()) {
            broken = true;
            inputEnded();
        } else {
            close("stopped");
        }
    }

    /** Ends this connection at once and releases what it keeps. Any thread. */
    void abandon() {
        channel.eventLoop().execute(() -> {
            if (!finished && reader.hasUndecoded()) {
                input.report().abandoned(peer, reader.undecodedBytes());
            }
            close("stopped");
            inBatch(this::finish);
        });
    }
}
