package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.wishbone.netty.framing.Framing;

/** Sees that a client begins to speak TLS where none is expected, and tells it so in its own words (RFC 8446). */
final class UnexpectedTls {
    private static final int HANDSHAKE = 0x16;
    private static final int MAJOR = 0x03;
    private static final int HIGHEST_MINOR = 0x04;
    private static final int CLIENT_HELLO = 0x01;
    private static final int TYPE_INDEX = 5;

    /** A fatal alert, protocol_version: what a server says to a client with which it has no version in common. */
    private static final byte[] ALERT = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46};

    private UnexpectedTls() {}

    /** Whether the first bytes of a stream are those of a ClientHello; never where they may be those of a message. */
    static boolean begins(ByteBuf first, Framing framing) {
        int start = first.readerIndex();
        return first.readableBytes() > TYPE_INDEX
                && first.getByte(start) == HANDSHAKE
                && first.getByte(start + 1) == MAJOR
                && first.getByte(start + 2) <= HIGHEST_MINOR
                && first.getByte(start + TYPE_INDEX) == CLIENT_HELLO
                && framing.beginsWithText();
    }

    /** Tells the client, so that its side says more than that the connection was closed. */
    static void answer(Channel channel) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(ALERT));
    }
}
