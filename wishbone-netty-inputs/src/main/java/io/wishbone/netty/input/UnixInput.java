package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.UnixSocketFile;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a Unix stream socket and makes an event of each message that peers send.
 *
 * <p>It reads, replies, tells of connections, stops and counts as {@link TcpInput} does. The header has, under the
 * module's name, {@code local_path}, {@code transport} ({@code unix}), the number of the {@code connection} and, where
 * the kernel tells them (Linux and macOS, native transports), the peer's {@code peer_uid}, {@code peer_gid} and
 * {@code peer_pid}, which it cannot forge.
 *
 * <p>A file that a dead process left is replaced; one that another process listens on, or that is no socket, is an
 * error. The file is removed at the stop.
 */
public final class UnixInput extends StreamInput {
    private final UnixInputConfig config;

    /** Makes the module; it listens once its router has started. */
    public UnixInput(UnixInputConfig config) {
        super(config.stream());
        this.config = config;
    }

    @Override
    Door door(EventLoops serving) {
        UnixSocketFile file = UnixSocketFile.of(config.path(), config.mode());
        ListeningDoor door =
                new ListeningDoor(
                        () -> serving.executeBlocking(() -> file.prepare(serving.transport())),
                        serving,
                        serving.transport().unixServerChannel(),
                        acceptor()) {
                    @Override
                    Throwable explain(Throwable failure) {
                        return BindErrors.explainPath(config.path(), failure);
                    }

                    @Override
                    void bound() throws IOException {
                        file.bound();
                        context().log().info("listening on {} ({})", file, serving.transport());
                    }

                    @Override
                    void closing() {
                        file.release();
                    }
                };
        door.bootstrap().option(ChannelOption.SO_BACKLOG, config.backlog());
        return door;
    }

    @Override
    RemotePeer peerOf(Channel channel) {
        RemotePeer peer = RemotePeer.of(config.path());
        try {
            PeerCredentials known = credentialsOf(channel);
            if (known != null) {
                peer.put("peer_uid", known.uid());
                peer.put("peer_gid", known.gids().length == 0 ? -1 : known.gids()[0]);
                peer.put("peer_pid", known.pid());
            }
        } catch (IOException e) {
            context().log().debug("a peer's credentials cannot be read", e);
        }
        return peer;
    }

    private static @Nullable PeerCredentials credentialsOf(Channel channel) throws IOException {
        if (channel instanceof EpollDomainSocketChannel epoll) {
            return epoll.peerCredentials();
        }
        return channel instanceof KQueueDomainSocketChannel kqueue ? kqueue.peerCredentials() : null;
    }

    @Override
    @Nullable String refusal(RemotePeer peer) {
        return null;
    }

    @Override
    Set<HandshakePhase> addHandshake(Channel channel, RemotePeer peer) {
        return EnumSet.noneOf(HandshakePhase.class);
    }

    @Override
    void left(RemotePeer peer) {}

    @Override
    @Nullable RateLimit rateLimitOf(RemotePeer peer) {
        long perSecond = config.stream().rateLimit();
        return perSecond == 0 ? null : new RateLimit(perSecond, System.nanoTime());
    }
}
