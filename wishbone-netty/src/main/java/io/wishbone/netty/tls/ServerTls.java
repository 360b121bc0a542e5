package io.wishbone.netty.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * TLS of a module that listens: it makes the handler of each connection, and follows changes of the files.
 * <em>Thread-safe.</em> Open connections go on with what they began with, and clients cannot negotiate anew on them.
 */
public final class ServerTls implements AutoCloseable {
    private final TlsConfig config;
    private final CurrentContexts contexts;

    private ServerTls(TlsConfig config, Logger log) {
        this.config = config;
        this.contexts = new CurrentContexts(config, log, TlsContexts::ofServer);
    }

    /**
     * Reads the files. It blocks, so it is not for event loops; see
     * {@link io.wishbone.netty.EventLoops#executeBlocking}.
     *
     * @param log where to warn of certificates that have expired, and of files that later cannot be used
     * @throws IllegalArgumentException if a server cannot use the configuration
     * @throws TlsException if a file or a setting cannot be used; the message says which, why, and what was expected
     */
    public static ServerTls create(TlsConfig config, Logger log) {
        return new ServerTls(config.requireServer(), log);
    }

    /**
     * The handler for one new channel, to stand before all that reads the plain stream. It fires a
     * {@link io.netty.handler.ssl.SslHandshakeCompletionEvent} and has no limit of time of its own: whoever adds it
     * closes channels whose handshake takes too long. With several certificates it waits for the name that the client
     * asks for, within the first 64 KiB, and then makes place for an {@link SslHandler} of the same name.
     *
     * @throws IllegalStateException if closed
     */
    public ChannelHandler newHandler(ByteBufAllocator allocator) {
        TlsContexts now = contexts.acquire();
        try {
            return now.hasSeveral() ? new ServerNameHandler(this) : handlerOf(now.first(), allocator);
        } finally {
            now.release();
        }
    }

    /** The handler with the certificate for a name; called when a client has said it. */
    SslHandler newHandler(ByteBufAllocator allocator, @Nullable String name) {
        TlsContexts now = contexts.acquire();
        try {
            return handlerOf(now.forName(name), allocator);
        } finally {
            now.release();
        }
    }

    private static SslHandler handlerOf(SslContext context, ByteBufAllocator allocator) {
        SslHandler handler = context instanceof JdkSslContext
                ? new OnceNegotiated(context.newEngine(allocator))
                : context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /**
     * Looks at the files and, if they have changed, uses them for new connections; if they cannot be used it warns,
     * once for each change, and what was read before stays in use. It blocks, so it is not for event loops.
     *
     * @return whether new connections use other files than before
     */
    public boolean reloadIfChanged() {
        return contexts.reloadIfChanged();
    }

    /** How often to look at the files; zero is never. */
    public Duration reloadInterval() {
        return config.reloadInterval();
    }

    /** Frees what no connection uses. Does not block. Idempotent. */
    @Override
    public void close() {
        contexts.close();
    }
}
