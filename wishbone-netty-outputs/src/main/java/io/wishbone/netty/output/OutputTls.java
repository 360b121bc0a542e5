package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.wishbone.actor.ModuleContext;
import io.wishbone.actor.Pending;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.tls.ClientTls;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.netty.tls.TlsReloads;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The TLS of an output's connections, where it is wanted. <em>Confined to its module's thread.</em> */
final class OutputTls {
    private final @Nullable TlsConfig wanted;
    private final Duration timeout;
    private final boolean writesRecords;
    private @Nullable ClientTls tls;
    private @Nullable TlsReloads reloads;
    private boolean isClosed;

    /**
     * Makes one that has read nothing yet.
     *
     * @param wanted the TLS to speak; null is none
     * @param timeout how long a handshake may take
     * @param writesRecords whether each write is one record at most
     */
    OutputTls(@Nullable TlsConfig wanted, Duration timeout, boolean writesRecords) {
        this.wanted = wanted;
        this.timeout = timeout;
        this.writesRecords = writesRecords;
    }

    boolean isWanted() {
        return wanted != null;
    }

    /** Reads the files off the event loops, then goes on; at once without TLS. The module's start waits for it. */
    void start(ModuleContext context, EventLoops serving, Runnable goOn) {
        TlsConfig tlsConfig = wanted;
        if (tlsConfig == null) {
            goOn.run();
            return;
        }
        Pending reading = context.begin("read the files of TLS");
        serving.executeBlocking(() -> ClientTls.create(tlsConfig, context.log()))
                .whenComplete((made, failure) -> context.run(() -> {
                    if (failure != null) {
                        reading.failed(failure);
                    } else if (isClosed) {
                        made.close();
                        reading.done();
                    } else {
                        tls = made;
                        reloads = TlsReloads.start(context, serving, made);
                        goOn.run();
                        reading.done();
                    }
                }));
    }

    /** Shakes hands on a channel that has just connected, and tells what came of it; at once without TLS. */
    void secure(Channel channel, Endpoint endpoint, Consumer<Future<?>> outcome) {
        ClientTls used = tls;
        if (used == null) {
            outcome.accept(channel.newSucceededFuture());
            return;
        }
        used.handshake(channel, endpoint.host(), endpoint.port(), timeout).addListener(outcome::accept);
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (writesRecords && handler != null) {
            // Each write is no more than a record; to fill the last bytes of one from the next write would copy it.
            handler.setWrapDataSize(0);
        }
    }

    /** A channel that is open keeps what it needs to end in order. */
    void close() {
        isClosed = true;
        TlsReloads looking = reloads;
        if (looking != null) {
            looking.close();
        }
        ClientTls used = tls;
        if (used != null) {
            used.close();
        }
    }
}
