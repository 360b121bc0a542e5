package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;

/**
 * Ends the reading of a connection from this side, after what the peer's host has delivered was read: once nothing came
 * from one look to the next, or once as much was read as the kernel's receive buffer holds, since a peer may never stop
 * sending. While the connection is paused nothing can be read, so it waits. <em>Confined to the channel's event
 * loop.</em>
 */
final class ConnectionDrain {
    private static final long LOOK_MILLIS = 50;

    private final StreamConnection connection;
    private boolean begun;
    private boolean quiet;
    private long mayStillRead = Long.MAX_VALUE;

    ConnectionDrain(StreamConnection connection) {
        this.connection = connection;
    }

    /** Begins; only the first call counts. */
    void begin() {
        Channel channel = connection.channel();
        if (channel.isOpen() && !begun) {
            begun = true;
            Integer received = channel.config().getOption(ChannelOption.SO_RCVBUF);
            mayStillRead = received == null ? 0 : received;
            endIfQuiet();
        }
    }

    /** Whether it has begun. */
    boolean hasBegun() {
        return begun;
    }

    /** Something came, or reading goes on. */
    void active() {
        quiet = false;
    }

    /** So many bytes came. */
    void received(long bytes) {
        mayStillRead -= bytes;
        if (mayStillRead <= 0) {
            connection.drained();
        }
    }

    private void endIfQuiet() {
        if (connection.hasEnded()) {
            return;
        }
        if (quiet && !connection.isPaused()) {
            connection.drained();
            return;
        }
        quiet = true;
        connection.channel().eventLoop().schedule(this::endIfQuiet, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
}
