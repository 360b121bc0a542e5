package io.wishbone.netty.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;

/**
 * TLS of a module that connects: it shakes hands on each connection, and follows changes of the files.
 * <em>Thread-safe.</em> Open connections go on with what they began with.
 */
public final class ClientTls implements AutoCloseable {
    private final TlsConfig config;
    private final CurrentContexts contexts;

    private ClientTls(TlsConfig config, Logger log) {
        this.config = config;
        this.contexts = new CurrentContexts(config, log, TlsContexts::ofClient);
        if (!config.verify()) {
            log.warn("verify is false: servers' certificates are not checked, so anybody between may read and change"
                    + " what is sent (expected: verify true, and ca where a private authority signed)");
        }
    }

    /**
     * Reads the files. It blocks, so it is not for event loops; see
     * {@link io.wishbone.netty.EventLoops#executeBlocking}.
     *
     * @param log where to warn of certificates that have expired, of files that later cannot be used, and of
     *     {@code verify: false}
     * @throws IllegalArgumentException if a client cannot use the configuration
     * @throws TlsException if a file or a setting cannot be used; the message says which, why, and what was expected
     */
    public static ClientTls create(TlsConfig config, Logger log) {
        return new ClientTls(config.requireClient(), log);
    }

    /**
     * Shakes hands on a channel that has just connected. Call it on the channel's event loop, before anything was
     * written.
     *
     * <p>It is done when the server may be written to. With TLS 1.3 that is not at once: a client has done its part
     * before the server has looked at the client's certificate, and what is written then is lost if the server refuses
     * it. So it waits for the first message after the handshake, which servers send at once, or one second if there is
     * none.
     *
     * @param host the host of the endpoint: the name to ask for and to verify, unless the configuration has another
     * @param port the port of the endpoint
     * @param timeout how long it may take
     * @return the channel; fails with an {@link java.io.IOException} that says why, and the channel is closed
     * @throws IllegalStateException if closed
     */
    public Future<Channel> handshake(Channel channel, String host, int port, Duration timeout) {
        if (!channel.isActive()) {
            // A pipeline that has ended does not release what is added to it.
            return channel.eventLoop().newFailedFuture(ClientHandshake.ended());
        }
        TlsContexts now = contexts.acquire();
        try {
            return ClientHandshake.start(channel, newHandler(now.first(), channel, host, port), timeout);
        } finally {
            now.release();
        }
    }

    /**
     * A handler for a channel on which the server speaks first, or that only reads; it begins to shake hands once the
     * channel is active. It has no limit of time.
     *
     * @param host as for {@link #handshake}
     * @param port as for {@link #handshake}
     * @throws IllegalStateException if closed
     */
    public SslHandler newHandler(Channel channel, String host, int port) {
        TlsContexts now = contexts.acquire();
        try {
            return newHandler(now.first(), channel, host, port);
        } finally {
            now.release();
        }
    }

    private SslHandler newHandler(SslContext context, Channel channel, String host, int port) {
        String wanted = config.serverName() == null ? host : config.serverName();
        String name = wanted.endsWith(".") ? wanted.substring(0, wanted.length() - 1) : wanted;
        SslHandler handler = context.newHandler(channel.alloc(), name, port);
        handler.setHandshakeTimeoutMillis(0);
        if (!NetUtil.isValidIpV4Address(name) && !NetUtil.isValidIpV6Address(name)) {
            askFor(name, handler);
        }
        return handler;
    }

    /** Asks for a name; the JDK by itself does so only for names with a dot in them. */
    private static void askFor(String name, SslHandler handler) {
        SNIHostName asked;
        try {
            asked = new SNIHostName(name);
        } catch (IllegalArgumentException notAllowed) {
            // Such as one with an underscore: a server then shows the certificate that it shows everybody.
            return;
        }
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setServerNames(List.of(asked));
        handler.engine().setSSLParameters(parameters);
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
        return config.files().isEmpty() ? Duration.ZERO : config.reloadInterval();
    }

    /** Frees what no connection uses. Does not block. Idempotent. */
    @Override
    public void close() {
        contexts.close();
    }
}
