package io.wishbone.netty.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the name that a client asks for, and makes place for the handler with the certificate for it. <em>Confined
 * to the channel's event loop.</em>
 */
final class ServerNameHandler extends AbstractSniHandler<Boolean> {
    /** Netty's own limit is 16 MiB, which every connection could make us keep. */
    private static final int LONGEST_HELLO = 64 << 10;

    private final ServerTls tls;

    ServerNameHandler(ServerTls tls) {
        super(LONGEST_HELLO, 0);
        this.tls = tls;
    }

    @Override
    protected Future<Boolean> lookup(ChannelHandlerContext ctx, @Nullable String name) {
        return ctx.executor().newSucceededFuture(true);
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String name, Future<Boolean> lookup) {
        SslHandler handler = tls.newHandler(ctx.alloc(), name);
        boolean isReplaced = false;
        try {
            ctx.pipeline().replace(this, ctx.name(), handler);
            isReplaced = true;
        } finally {
            if (!isReplaced) {
                ReferenceCountUtil.safeRelease(handler.engine());
            }
        }
    }
}
