package io.wishbone.netty.input;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.wishbone.actor.ModuleContext;
import io.wishbone.event.Event;
import io.wishbone.netty.codec.CodecMessages;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes events of what a codec's handlers emit for a datagram, with the header of its sender. <em>Confined to the
 * channel's event loop.</em> Handlers that throw lose that datagram, which is counted; the socket lives on.
 */
final class DatagramCodecEnd extends ChannelInboundHandlerAdapter {
    private final DatagramReceiver receiver;
    private final Emitters emitters;
    private final CodecMessages messages;
    private final LongAdder undecodable;
    private final WarningLimit warnings = new WarningLimit(System.nanoTime());
    private final ModuleContext module;

    DatagramCodecEnd(DatagramReceiver receiver, Emitters emitters, ModuleContext module) {
        this.receiver = receiver;
        this.emitters = emitters;
        this.module = module;
        this.undecodable = module.counter("undecodable_total");
        this.messages = new CodecMessages(
                module.name(),
                module.counter(CodecMessages.REFUSED_TOTAL),
                what -> warn("dropped a message: {}", what));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Event event = messages.event(message, receiver.header());
        if (event != null) {
            emitters.submit(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        undecodable.increment();
        warn("dropped a datagram: the codec failed: {}", String.valueOf(cause.getMessage()));
    }

    private void warn(String message, String what) {
        if (warnings.permits(System.nanoTime())) {
            module.log().warn(message, what);
        }
    }
}
