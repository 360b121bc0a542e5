package io.wishbone.netty.input;

import io.wishbone.event.Header;
import java.net.SocketAddress;

/** Makes the header of what a sender sent. <em>Confined to the channel's event loop.</em> */
interface HeaderSource {
    /**
     * The header for a sender.
     *
     * @param sender of the type that the channel tells
     */
    Header of(SocketAddress sender);
}
