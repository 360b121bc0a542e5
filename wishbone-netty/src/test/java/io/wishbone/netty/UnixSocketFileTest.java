package io.wishbone.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixSocketFileTest {
    @TempDir
    Path directory;

    private String path() {
        return directory.resolve("s").toString();
    }

    @Test
    void hasAPath() {
        assertThatThrownBy(() -> UnixSocketFile.of("", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("path:  (expected: the path of a socket)");
        assertThatThrownBy(() -> UnixSocketFile.of("@", null)).isInstanceOf(IllegalArgumentException.class);
        assertThat(UnixSocketFile.of(path(), null)).hasToString(path());
    }

    @Test
    void countsTheBytesOfItsPath() {
        String longest = "/" + "ä".repeat((UnixSocketFile.LONGEST_PATH_BYTES - 1) / 2);

        assertThat(UnixSocketFile.of(longest, null).path()).isEqualTo(longest);
        assertThatThrownBy(() -> UnixSocketFile.of(longest + "ä", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("path: " + longest + "ä has " + (UnixSocketFile.LONGEST_PATH_BYTES + 2)
                        + " bytes (expected: at most " + UnixSocketFile.LONGEST_PATH_BYTES
                        + ", which is what the system takes)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "66", "668", "rw-rw----", "1660", "00660", "-60"})
    void refusesWhatIsNoMode(String mode) {
        assertThatThrownBy(() -> UnixSocketFile.of(path(), mode))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mode: " + mode + " (expected: three octal digits, such as 660)");
    }

    @Test
    void hasNoModeWhereItIsAbstract() {
        assertThatThrownBy(() -> UnixSocketFile.of("@name", "660"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("@name, which has no permissions");
    }

    @Test
    void needsADirectory() {
        UnixSocketFile file = UnixSocketFile.of(directory.resolve("no/s").toString(), null);

        assertThatThrownBy(() -> file.prepare(Transport.best()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no directory " + directory.resolve("no"));
        assertThat(directory.resolve("no")).doesNotExist();
    }

    @Test
    void leavesAFileThatIsNoSocket() throws IOException {
        Files.writeString(Path.of(path()), "precious");

        assertThatThrownBy(() -> UnixSocketFile.of(path(), null).prepare(Transport.best()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is something that is no socket");
        assertThat(Path.of(path())).hasContent("precious");
    }

    @Test
    void leavesALinkToASocket() throws IOException {
        listen(directory.resolve("other")).close();
        Files.createSymbolicLink(Path.of(path()), directory.resolve("other"));

        assertThatThrownBy(() -> UnixSocketFile.of(path(), null).prepare(Transport.best()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no socket");
        assertThat(Path.of(path())).isSymbolicLink();
    }

    @Test
    void removesTheSocketOfADeadProcess() throws IOException {
        listen(Path.of(path())).close();
        assertThat(Path.of(path())).exists();

        UnixSocketFile.of(path(), null).prepare(Transport.best());

        assertThat(Path.of(path())).doesNotExist();
    }

    @Test
    void leavesTheSocketOfALivingProcess() throws IOException {
        try (ServerSocketChannel server = listen(Path.of(path()))) {
            assertThatThrownBy(() -> UnixSocketFile.of(path(), null).prepare(Transport.best()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on " + path() + ": another process listens on " + path()
                            + " (stop it, or choose another path)");
            assertThat(Path.of(path())).exists();
            assertThat(server.isOpen()).isTrue();
        }
    }

    @Test
    void leavesASocketWhoseLineIsFull() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path());
            server.bind(address, 1);
            try (SocketChannel first = connect(address);
                    SocketChannel second = connect(address)) {
                assertThat(first.isConnected()).isTrue();
                assertThat(second.isConnected()).isTrue();
                assertThatThrownBy(() -> UnixSocketFile.of(path(), null).prepare(Transport.best()))
                        .hasMessageContaining("another process listens");
            }
        }
    }

    private static SocketChannel connect(UnixDomainSocketAddress address) throws IOException {
        return SocketChannel.open(address);
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    @Test
    void removesNothingIfItWasNotBound() throws IOException {
        UnixSocketFile file = UnixSocketFile.of(path(), null);
        file.prepare(Transport.best());
        Files.createFile(Path.of(path()));

        file.release();

        assertThat(Path.of(path())).exists();
    }

    @Nested
    @ParameterizedClass
    @EnumSource(Transport.class)
    class AroundABind {
        private final Transport transport;
        private EventLoops loops;

        AroundABind(Transport transport) {
            this.transport = transport;
            assumeThat(transport.isAvailable()).isTrue();
            this.loops = EventLoops.create(transport, 1);
        }

        @AfterEach
        void close() {
            loops.close();
        }

        private Channel bindStream(SocketAddress address) {
            return new ServerBootstrap()
                    .group(loops.group())
                    .channel(transport.unixServerChannel())
                    .childHandler(new ChannelInboundHandlerAdapter())
                    .bind(address)
                    .syncUninterruptibly()
                    .channel();
        }

        private Channel bindDatagram(SocketAddress address) {
            return new Bootstrap()
                    .group(loops.group())
                    .channel(transport.unixDatagramChannel())
                    .handler(new ChannelInboundHandlerAdapter())
                    .bind(address)
                    .syncUninterruptibly()
                    .channel();
        }

        @Test
        void takesConnectionsAndGoes() throws IOException {
            UnixSocketFile file = UnixSocketFile.of(path(), null);
            Channel channel = bindStream(file.prepare(transport));
            file.bound();

            Channel peer = new Bootstrap()
                    .group(loops.group())
                    .channel(transport.unixChannel())
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(transport.unixAddress(path()))
                    .syncUninterruptibly()
                    .channel();

            assertThat(peer.isActive()).isTrue();
            peer.close().syncUninterruptibly();
            file.release();
            channel.close().syncUninterruptibly();
            assertThat(Path.of(path())).doesNotExist();
        }

        @Test
        void setsThePermissions() throws IOException {
            UnixSocketFile file = UnixSocketFile.of(path(), "0624");
            Channel channel = bindStream(file.prepare(transport));
            file.bound();

            assertThat(Files.getPosixFilePermissions(Path.of(path())))
                    .isEqualTo(PosixFilePermissions.fromString("rw--w-r--"));
            file.release();
            channel.close().syncUninterruptibly();
        }

        @Test
        void leavesAFileThatIsNotOurs() throws IOException {
            assumeThat(transport).as("NIO removes what is at the path").isNotEqualTo(Transport.NIO);
            UnixSocketFile file = UnixSocketFile.of(path(), null);
            Channel channel = bindStream(file.prepare(transport));
            file.bound();
            Files.delete(Path.of(path()));
            try (ServerSocketChannel other = listen(Path.of(path()))) {
                file.release();
                channel.close().syncUninterruptibly();

                assertThat(Path.of(path())).exists();
                assertThat(other.isOpen()).isTrue();
            }
        }

        @Test
        void tellsALivingDatagramSocketFromADeadOne() throws IOException {
            if (transport != Transport.EPOLL && transport != Transport.KQUEUE) {
                assertThatThrownBy(transport::unixDatagramChannel)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(
                                "transport " + transport + " has no Unix datagram sockets (expected: EPOLL or KQUEUE)");
                return;
            }
            UnixSocketFile file = UnixSocketFile.of(path(), null);
            Channel channel = bindDatagram(file.prepare(transport));
            file.bound();

            assertThatThrownBy(() -> UnixSocketFile.of(path(), null).prepare(transport))
                    .hasMessageContaining("another process listens");

            channel.close().syncUninterruptibly();
            assertThat(Path.of(path())).exists();
            UnixSocketFile.of(path(), null).prepare(transport);
            assertThat(Path.of(path())).doesNotExist();
        }

        @Test
        void bindsAbstractNamesWhereTheTransportKnowsThem() throws IOException {
            UnixSocketFile file = UnixSocketFile.of("@wishbone-test-" + directory.getFileName(), null);
            if (transport != Transport.EPOLL && transport != Transport.IO_URING) {
                assertThatThrownBy(() -> file.prepare(transport))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("has no abstract Unix sockets");
                return;
            }
            Channel channel = bindStream(file.prepare(transport));
            file.bound();

            assertThat(file.isAbstract()).isTrue();
            assertThat(Files.readString(Path.of("/proc/net/unix"))).contains(file.path() + "\n");
            assertThatThrownBy(() -> bindStream(file.prepare(transport))).hasMessageContaining("in use");
            file.release();
            channel.close().syncUninterruptibly();
        }
    }
}
