package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.wishbone.actor.ModuleContext;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.tls.ClientTls;
import io.wishbone.netty.tls.ServerTls;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.netty.tls.TlsReloads;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The TLS of an input's connections. <em>Confined to its module's thread</em>, but for {@link #newHandler}. */
final class InputTls {
    private final TlsConfig tls;
    private final @Nullable InetSocketAddress endpoint;
    private volatile @Nullable ServerTls server;
    private volatile @Nullable ClientTls client;
    private @Nullable TlsReloads reloads;
    private boolean closed;

    private InputTls(TlsConfig tls, @Nullable InetSocketAddress endpoint) {
        this.tls = tls;
        this.endpoint = endpoint;
    }

    /** That of connections that peers make. */
    static InputTls ofServer(TlsConfig tls) {
        return new InputTls(tls, null);
    }

    /** That of connections that this side makes to one endpoint. */
    static InputTls ofClient(TlsConfig tls, String host, int port) {
        return new InputTls(tls, InetSocketAddress.createUnresolved(host, port));
    }

    /** Reads the files, off the event loops, and from then on looks now and then whether they have changed. */
    CompletableFuture<Void> start(ModuleContext context, EventLoops loops) {
        return loops.executeBlocking(() -> read(context)).thenAccept(done -> context.run(() -> read(context, loops)));
    }

    private boolean read(ModuleContext context) {
        if (endpoint == null) {
            server = ServerTls.create(tls, context.log());
        } else {
            client = ClientTls.create(tls, context.log());
        }
        return true;
    }

    private void read(ModuleContext context, EventLoops loops) {
        if (closed) {
            close();
            return;
        }
        ServerTls asServer = server;
        ClientTls asClient = client;
        if (asServer != null) {
            reloads = TlsReloads.start(context, loops, asServer);
        } else if (asClient != null) {
            reloads = TlsReloads.start(context, loops, asClient);
        }
    }

    /** What encrypts and decrypts a channel. */
    ChannelHandler newHandler(Channel channel) {
        ServerTls asServer = server;
        ClientTls asClient = client;
        if (asServer != null) {
            return asServer.newHandler(channel.alloc());
        }
        if (asClient != null && endpoint != null) {
            return asClient.newHandler(channel, endpoint.getHostString(), endpoint.getPort());
        }
        throw new IllegalStateException("the files of TLS were not read");
    }

    /** Looks no more; open channels keep what they need. Idempotent. */
    void close() {
        closed = true;
        TlsReloads looking = reloads;
        if (looking != null) {
            looking.close();
        }
        ServerTls asServer = server;
        if (asServer != null) {
            asServer.close();
        }
        ClientTls asClient = client;
        if (asClient != null) {
            asClient.close();
        }
    }
}
