package io.wishbone.netty.output;

import io.netty.util.ReferenceCountUtil;

/** What is done with what a peer sends on a connection of an output. <em>Confined to the channel's event loop.</em> */
interface PeerBytes {
    /** Ignores it. */
    PeerBytes IGNORED = ReferenceCountUtil::release;

    /** Takes bytes over, or what a codec made of them. */
    void read(Object received);

    /** Nothing more comes. Idempotent. */
    default void ended() {}
}
