package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks for reads of a channel, one at a time. <em>Confined to the channel's event loop.</em> A channel that its event
 * loop would go on to report, though nobody may read, is taken from the loop until the next read is asked for.
 */
final class DemandReads {
    private final Channel channel;
    private final GatedReceiveBuffers buffers;
    private final Runnable onFailure;
    private final Runnable readNow;
    private @Nullable ChannelFuture detached;

    /**
     * Makes one.
     *
     * @param onFailure run if the channel cannot come back to its event loop, so that nothing more can be read
     */
    DemandReads(Channel channel, GatedReceiveBuffers buffers, Runnable onFailure) {
        this(channel, buffers, onFailure, channel::read);
    }

    /**
     * Makes one for where reads are asked for through a handler.
     *
     * @param readNow asks for a read, from behind that handler
     */
    DemandReads(Channel channel, GatedReceiveBuffers buffers, Runnable onFailure, Runnable readNow) {
        this.channel = channel;
        this.buffers = buffers;
        this.onFailure = onFailure;
        this.readNow = readNow;
    }

    void read() {
        ChannelFuture leaving = detached;
        if (leaving == null) {
            buffers.asked();
            readNow.run();
            return;
        }
        detached = null;
        leaving.addListener(left -> channel.eventLoop().register(channel).addListener(back -> {
            if (back.isSuccess()) {
                read();
            } else {
                onFailure.run();
            }
        }));
    }

    /** Takes the channel from its event loop until the next read. */
    void detach() {
        if (detached == null) {
            detached = channel.deregister();
        }
    }
}
