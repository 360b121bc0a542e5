package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.wishbone.actor.ModuleContext;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.netty.codec.CodecMessages;
import io.wishbone.netty.framing.FrameDecoder;
import io.wishbone.netty.framing.FrameSink;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.OversizePolicy;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of what a peer sends on a connection of an output. <em>Confined to the channel's event loop.</em> While
 * nobody takes them the channel is not read.
 */
final class ReplyReader implements PeerBytes, FrameSink {
    private static final int LONGEST_REPLY = 64 << 10;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final ModuleContext context;
    private final Outlet replies;
    private final Channel channel;
    private final Header header;
    private final FrameDecoder decoder;
    private final @Nullable CodecMessages codec;
    private final Consumer<String> onMalformed;
    private boolean waits;

    /**
     * Makes one for a connection.
     *
     * @param framing how replies are told apart, as what is sent
     * @param codec makes events of what a codec's handlers made of the bytes; null if there are none
     * @param onMalformed told why nothing more can be read; the connection has to be closed
     */
    ReplyReader(
            ModuleContext context,
            Outlet replies,
            Channel channel,
            Header header,
            Framing framing,
            @Nullable CodecMessages codec,
            Consumer<String> onMalformed) {
        this.context = context;
        this.replies = replies;
        this.channel = channel;
        this.header = header;
        this.decoder = framing.decoder(LONGEST_REPLY, OversizePolicy.DISCARD, this);
        this.codec = codec;
        this.onMalformed = onMalformed;
    }

    @Override
    public void read(Object received) {
        context.run(() -> {
            if (codec == null) {
                decoder.decode((ByteBuf) received);
            } else {
                submit(codec.event(received, header));
            }
            waitIfFull();
        });
    }

    private void submit(@Nullable Event event) {
        if (event != null) {
            context.counter("replies_total").increment();
            replies.submit(event);
        }
    }

    private void waitIfFull() {
        if (!replies.isOpen() && !waits) {
            waits = true;
            channel.config().setAutoRead(false);
            context.schedule(LOOK_AGAIN, this::look);
        }
    }

    private void look() {
        waits = false;
        if (replies.isOpen()) {
            decoder.resume();
        }
        waitIfFull();
        if (!waits) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public boolean frame(byte[] frame) {
        submit(Event.of(frame, header));
        return replies.isOpen();
    }

    @Override
    public boolean oversize() {
        context.counter("replies_oversize_total").increment();
        return true;
    }

    @Override
    public void malformed(String what) {
        onMalformed.accept(what);
    }

    @Override
    public void ended() {
        if (decoder.finish(true)) {
            context.counter("replies_partial_total").increment();
        }
        decoder.release();
    }
}
