package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection that works: the peer is told, and has taken all once it ends its own side without an error.
 * <em>Confined to its module's thread.</em>
 */
final class Retirement {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LaneConnection connection;
    private final ModuleContext context;
    private final Consumer<LaneConnection> onEnd;
    private Home.@Nullable Timer patience;

    /** @param onEnd called once the connection has ended, in whatever way */
    Retirement(LaneConnection connection, ModuleContext context, Consumer<LaneConnection> onEnd) {
        this.connection = connection;
        this.context = context;
        this.onEnd = onEnd;
    }

    void begin() {
        Channel channel = connection.channel();
        channel.closeFuture().addListener(done -> context.run(this::ended));
        patience = context.schedule(PATIENCE, channel::close);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        (tls == null ? channel.newSucceededFuture() : tls.closeOutbound()).addListener(told -> {
            if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
    }

    private void ended() {
        Home.Timer timer = patience;
        if (timer != null) {
            timer.cancel();
        }
        onEnd.accept(connection);
    }
}
