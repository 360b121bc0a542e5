package io.wishbone.netty.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * A server's handler for an engine of the JDK, which would let clients of TLS 1.2 negotiate as often as they like. Each
 * time costs the server far more than the client, so that the first time is the only one here (RFC 5246, 7.2.2).
 * <em>Confined to the channel's event loop.</em> TLS 1.3 has no such thing.
 */
final class OnceNegotiated extends SslHandler {
    private static final byte HANDSHAKE = 22;

    OnceNegotiated(SSLEngine engine) {
        super(engine);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws SSLException {
        // With an engine of the JDK each call begins with a record, whose type is in clear.
        if (in.isReadable()
                && in.getByte(in.readerIndex()) == HANDSHAKE
                && handshakeFuture().isSuccess()) {
            in.skipBytes(in.readableBytes());
            // Without the good-bye of TLS, so that the client sees a failure and no orderly end.
            ctx.close();
            throw new SSLException("the peer wants to negotiate again, which is refused");
        }
        super.decode(ctx, in, out);
    }
}
