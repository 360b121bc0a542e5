package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.netty.Transport;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnixOutputIT {
    @TempDir
    private Path directory;

    static Stream<Transport> transports() {
        return Stream.of(Transport.values()).filter(Transport::isAvailable);
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        return server;
    }

    private static String read(SocketChannel peer, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && peer.read(buffer) >= 0) {
            // Until all has come.
        }
        return new String(buffer.array(), 0, buffer.position(), US_ASCII);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void connectsAgainToASocketThatWasMadeAnew(Transport transport) throws Exception {
        Path path = directory.resolve("s");
        try (Rig rig = Rig.unix(transport, path.toString())) {
            rig.feeder.feed(2, number -> number);
            rig.awaitMetric("connections_failed_total", 2);
            assertThat(rig.warnings().get(0)).contains("cannot connect to " + path);

            try (ServerSocketChannel server = listen(path);
                    SocketChannel peer = server.accept()) {
                assertThat(read(peer, 4)).isEqualTo("0\n1\n");
            }
            Files.delete(path);
            rig.awaitMetric("connections_lost_total", 1);
            try (ServerSocketChannel server = listen(path);
                    SocketChannel peer = server.accept()) {
                assertThat(read(peer, 4)).isEqualTo("0\n1\n");
                Awaitility.await().until(rig.output::isConnected);
            }
            assertThat(rig.successful.data()).containsExactly(0L, 1L);
        }
    }

    @Test
    void refusesAPathThatIsTooLong() {
        assertThatThrownBy(() ->
                        UnixOutputConfig.builder().path("/" + "x".repeat(200)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("201 bytes");
    }
}
