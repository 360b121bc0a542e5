package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.netty.framing.FrameSink;
import io.wishbone.netty.framing.LineDecoder;
import io.wishbone.netty.framing.OversizePolicy;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * One peer of a {@link TcpInput}: reads while the pipeline takes events, cuts lines, and submits them.
 *
 * <p><em>Confined to the channel's event loop</em>, but for {@link #bufferedBytes} and {@link #closeForMemory}. Reading
 * is on demand: each read is asked for after the one before was decoded, and only while the gate is open; else the
 * connection waits in its loop's line, and TCP's flow control makes the peer wait.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter implements FrameSink {
    private final TcpInput input;
    private final LoopIntake intake;
    private final Channel channel;
    private final Header header;
    private final LineDecoder decoder;
    private volatile long bufferedBytes;
    private boolean parked;
    private boolean ended;
    private boolean broken;
    private boolean finished;
    private boolean quietAtLastLook;
    private long lastActive;

    TcpConnection(TcpInput input, LoopIntake intake, Channel channel, Header header) {
        this.input = input;
        this.intake = intake;
        this.channel = channel;
        this.header = header;
        this.decoder =
                new LineDecoder(input.config().maxFrameBytes(), input.config().onOversize(), this);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        lastActive = System.nanoTime();
        scheduleIdleCheck(input.config().idleTimeout().toNanos());
        readOrPark();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        lastActive = System.nanoTime();
        quietAtLastLook = false;
        intake.emitter().begin();
        try {
            decoder.decode((ByteBuf) message);
        } finally {
            intake.emitter().end();
            accountForMemory();
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
            channel.read();
        }
    }

    /** Goes on after the gate has opened; called by the intake, within a batch. */
    void resume() {
        parked = false;
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
        intake.emitter().submit(Event.of(frame, header));
        return intake.emitter().isOpen();
    }

    @Override
    public boolean oversize() {
        input.countOversize(channel);
        if (input.config().onOversize() == OversizePolicy.CLOSE) {
            channel.close();
        }
        return true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended = true;
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
        boolean isOrderly = !broken && !input.isDraining();
        if (decoder.finish(isOrderly && input.config().emitPartial())) {
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

    /** Ends this connection because it keeps most of the memory that all may keep. Any thread. */
    void closeForMemory() {
        channel.eventLoop().execute(() -> {
            if (!finished) {
                broken = true;
                input.countMemoryClose(channel, bufferedBytes);
                decoder.release();
                accountForMemory();
                channel.close();
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken = true;
        if (cause instanceof IOException) {
            input.log().debug("connection from {} broke: {}", channel.remoteAddress(), cause.getMessage());
        } else {
            input.log().warn("connection from {} is closed after an error", channel.remoteAddress(), cause);
        }
        ctx.close();
    }

    private void scheduleIdleCheck(long delayNanos) {
        if (input.config().idleTimeout().isZero()) {
            return;
        }
        channel.eventLoop().schedule(this::closeIfIdle, delayNanos, TimeUnit.NANOSECONDS);
    }

    private void closeIfIdle() {
        if (finished || !channel.isActive()) {
            return;
        }
        long idle = parked ? 0 : System.nanoTime() - lastActive;
        long left = input.config().idleTimeout().toNanos() - idle;
        if (left > 0) {
            scheduleIdleCheck(left);
        } else {
            input.countIdleClose(channel);
            channel.close();
        }
    }

    /**
     * Ends this connection at a stop once it has been quiet from one look to the next, so that what the peer had
     * already sent is read first. Any thread.
     *
     * @param now whether to end it in any case
     */
    void closeIfQuiet(boolean now) {
        channel.eventLoop().execute(() -> {
            if (now || (quietAtLastLook && !parked)) {
                channel.close();
            }
            quietAtLastLook = true;
        });
    }

    /** Ends this connection at once and releases what it keeps. Any thread. */
    void abandon() {
        channel.eventLoop().execute(() -> {
            decoder.release();
            channel.close();
        });
    }
}
