package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.netty.framing.FrameDecoder;
import io.wishbone.netty.framing.FrameSink;
import io.wishbone.netty.framing.OversizePolicy;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One peer of a {@link TcpInput}: reads while the pipeline takes events, cuts frames, and submits them.
 *
 * <p><em>Confined to the channel's event loop</em>, but for {@link #bufferedBytes} and {@link #closeForMemory}. Reading
 * is on demand: each read is asked for after the one before was decoded, and only while the gate is open; else the
 * connection waits in its loop's line, and TCP's flow control makes the peer wait.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter implements FrameSink {
    private static final long DRAIN_LOOK_MILLIS = 50;

    private final TcpInput input;
    private final LoopIntake intake;
    private final Channel channel;
    private final Header header;
    private final FrameDecoder decoder;
    private final @Nullable Decoding decoding;
    private volatile long bufferedBytes;
    private final AtomicBoolean closingForMemory = new AtomicBoolean();
    private final GatedReceiveBuffers receiveBuffers;
    private boolean parked;
    private boolean ended;
    private boolean broken;
    private boolean finished;
    private boolean quiet;
    private long mayStillRead = Long.MAX_VALUE;
    private long lastActive;
    private @Nullable ChannelFuture detached;
    private @Nullable Future<?> idleCheck;

    TcpConnection(
            TcpInput input, LoopIntake intake, Channel channel, Header header, GatedReceiveBuffers receiveBuffers) {
        this.input = input;
        this.intake = intake;
        this.channel = channel;
        this.header = header;
        this.receiveBuffers = receiveBuffers;
        TcpInputConfig config = input.config();
        this.decoder = config.framing().decoder(config.maxFrameBytes(), config.onOversize(), this);
        this.decoding = input.newDecoding(intake, channel);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        lastActive = System.nanoTime();
        scheduleIdleCheck(input.config().idleTimeout().toNanos());
        readOrPark();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf piece = (ByteBuf) message;
        lastActive = System.nanoTime();
        quiet = false;
        mayStillRead -= piece.readableBytes();
        intake.emitter().begin();
        try {
            decoder.decode(piece);
        } finally {
            intake.emitter().end();
            accountForMemory();
        }
        if (mayStillRead <= 0) {
            closeHere();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        readOrPark();
    }

    private void readOrPark() {
        if (parked || finished) {
            return;
        }
        if (!intake.emitter().isOpen() || decoder.hasUndecoded()) {
            parked = true;
            intake.park(this);
        } else if (!ended) {
            read();
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
                closeHere();
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
        quiet = false;
        lastActive = System.nanoTime();
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
        Event message = Event.of(frame, header);
        if (decoding == null) {
            intake.emitter().submit(message);
        } else {
            decoding.submit(message);
        }
        return intake.emitter().isOpen();
    }

    @Override
    public boolean oversize() {
        input.countOversize(channel);
        if (input.config().onOversize() == OversizePolicy.CLOSE) {
            closeHere();
        }
        return true;
    }

    @Override
    public void malformed(String what) {
        input.countMalformed(channel, what);
        closeHere();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed();
    }

    private void closed() {
        if (ended) {
            return;
        }
        ended = true;
        cancelIdleCheck();
        if (decoder.hasUndecoded()) {
            readOrPark();
        } else {
            intake.emitter().begin();
            try {
                finish();
            } finally {
                intake.emitter().end();
            }
        }
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        if (decoder.finish(!broken && input.config().emitPartial())) {
            input.countPartial();
        }
        decoder.release();
        accountForMemory();
        input.ended(this);
    }

    private void accountForMemory() {
        long now = decoder.bufferedBytes();
        long delta = now - bufferedBytes;
        if (delta != 0) {
            bufferedBytes = now;
            input.budget().change(delta);
        }
    }

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
            input.countMemoryClose(channel, bufferedBytes);
            decoder.release();
            accountForMemory();
            closeHere();
        }
    }

    /** Closes from this side, so that an unfinished frame is no event: its end may be under way. */
    private void closeHere() {
        broken = true;
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
        if (cause instanceof IOException) {
            input.log().debug("connection from {} broke: {}", channel.remoteAddress(), cause.getMessage());
        } else {
            input.log().warn("connection from {} is closed after an error", channel.remoteAddress(), cause);
        }
        closeHere();
    }

    private void scheduleIdleCheck(long delayNanos) {
        if (!input.config().idleTimeout().isZero()) {
            idleCheck = channel.eventLoop().schedule(this::closeIfIdle, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void cancelIdleCheck() {
        Future<?> scheduled = idleCheck;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }

    private void closeIfIdle() {
        if (ended) {
            return;
        }
        long idle = parked ? 0 : System.nanoTime() - lastActive;
        long left = input.config().idleTimeout().toNanos() - idle;
        if (left > 0) {
            scheduleIdleCheck(left);
        } else {
            input.countIdleClose(channel);
            closeHere();
        }
    }

    /**
     * Ends this connection at a stop, after what the peer's host has delivered was read: once nothing came from one
     * look to the next, or once as much was read as the kernel's receive buffer holds, since a peer may never stop
     * sending. While the pipeline is full nothing is read, so it waits. Any thread.
     */
    void drain() {
        channel.eventLoop().execute(() -> {
            if (!channel.isOpen()) {
                return;
            }
            Integer received = channel.config().getOption(ChannelOption.SO_RCVBUF);
            mayStillRead = received == null ? 0 : received;
            closeIfQuiet();
        });
    }

    private void closeIfQuiet() {
        if (ended) {
            return;
        }
        if (quiet && !parked) {
            closeHere();
            return;
        }
        quiet = true;
        channel.eventLoop().schedule(this::closeIfQuiet, DRAIN_LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends this connection at once and releases what it keeps. Any thread. */
    void abandon() {
        channel.eventLoop().execute(() -> {
            if (finished) {
                return;
            }
            if (decoder.hasUndecoded()) {
                input.countAbandoned(channel, decoder.undecodedBytes());
            }
            closeHere();
            finish();
        });
    }
}
