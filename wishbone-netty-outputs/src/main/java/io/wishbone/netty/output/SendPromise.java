package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * The promise of all writes of one datagram channel: it is told what became of each and is itself never done, so that
 * one object serves all. <em>Confined to the channel's event loop.</em> A channel settles its writes in the order in
 * which they were made.
 */
final class SendPromise extends DefaultChannelPromise {
    private final UdpOutput output;

    SendPromise(UdpOutput output, Channel channel) {
        super(channel);
        this.output = output;
    }

    @Override
    public boolean trySuccess(@Nullable Void result) {
        output.sent();
        return true;
    }

    @Override
    public boolean tryFailure(Throwable cause) {
        output.notSent(cause);
        return true;
    }

    @Override
    public ChannelPromise setSuccess(@Nullable Void result) {
        output.sent();
        return this;
    }

    @Override
    public ChannelPromise setFailure(Throwable cause) {
        output.notSent(cause);
        return this;
    }
}
