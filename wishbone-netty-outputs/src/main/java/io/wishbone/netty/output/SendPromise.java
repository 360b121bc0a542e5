package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * The promise of many writes of one datagram channel: it is told what became of each and is itself never done, so that
 * one object serves all. <em>Confined to the channel's event loop.</em> A channel settles its writes in the order in
 * which they were made.
 */
final class SendPromise extends DefaultChannelPromise {
    private final DatagramLane lane;
    private final boolean endsEvent;

    /**
     * For a channel.
     *
     * @param endsEvent whether each of its writes has the last datagram of an event
     */
    SendPromise(DatagramLane lane, Channel channel, boolean endsEvent) {
        super(channel);
        this.lane = lane;
        this.endsEvent = endsEvent;
    }

    /** Whether each of its writes has the last datagram of an event. */
    boolean endsEvent() {
        return endsEvent;
    }

    @Override
    public boolean trySuccess(@Nullable Void result) {
        lane.sent(this);
        return true;
    }

    @Override
    public boolean tryFailure(Throwable cause) {
        lane.notSent(this, cause);
        return true;
    }

    @Override
    public ChannelPromise setSuccess(@Nullable Void result) {
        lane.sent(this);
        return this;
    }

    @Override
    public ChannelPromise setFailure(Throwable cause) {
        lane.notSent(this, cause);
        return this;
    }
}
