package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.wishbone.netty.ReconnectConfig;
import io.wishbone.netty.Transport;
import io.wishbone.netty.input.TcpInputConfig.Mode;
import io.wishbone.netty.pki.TestAuthority;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.queue.QueueLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An input that connects to a server. */
class TcpInputClientIT {
    private static final ReconnectConfig QUICK =
            new ReconnectConfig(Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofMillis(20));

    @TempDir
    private Path dir = Path.of("");

    static Stream<Transport> transports() {
        return TcpInputIT.transports();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.setSoTimeout(20_000);
        return server;
    }

    private static Rig start(Transport transport, int port, UnaryOperator<TcpInputConfig.Builder> settings) {
        return Rig.start(
                transport,
                1,
                QueueLimits.DEFAULT,
                config -> settings.apply(config.mode(Mode.CLIENT).port(port).reconnect(QUICK)));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void readsFromAServerThatComesLaterAndComesBack(Transport transport) throws Exception {
        int port;
        try (ServerSocket free = listen(0)) {
            port = free.getLocalPort();
        }
        try (Rig rig = start(transport, port, config -> config)) {
            rig.awaitLog("WARN cannot connect to 127.0.0.1:" + port + ": ");
            for (int round = 1; round <= 3; round++) {
                try (ServerSocket server = listen(port);
                        Peer peer = new Peer(server.accept())) {
                    peer.send("line\ntail " + round);
                }
                rig.awaitLines(2 * round);
            }
            assertThat(rig.stop().isClean()).isTrue();

            assertThat(rig.collector.lines()).containsExactly("line", "tail 1", "line", "tail 2", "line", "tail 3");
            assertThat(rig.collector.events().get(0).header().asMap().get("in"))
                    .containsEntry("remote_address", "127.0.0.1")
                    .containsEntry("remote_port", port);
            assertThat(rig.metric("connections_total")).isGreaterThanOrEqualTo(3);
            rig.awaitLog("INFO connected to 127.0.0.1:" + port);
        }
    }

    @Test
    void connectsAgainSoonToAServerThatHasServed() throws Exception {
        ReconnectConfig slow = new ReconnectConfig(Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofHours(1));
        try (ServerSocket server = listen(0);
                Rig rig = start(Transport.best(), server.getLocalPort(), config -> config.reconnect(slow))) {
            // Doubled as often, the wait would be an hour at most.
            for (int i = 1; i <= 40; i++) {
                server.accept().close();
                try (Peer peer = new Peer(server.accept())) {
                    peer.send("line\n");
                    rig.awaitLines(i);
                }
            }
        }
    }

    @Test
    void stopsWhileItWaitsToConnectAgain() throws Exception {
        int port;
        try (ServerSocket free = listen(0)) {
            port = free.getLocalPort();
        }
        ReconnectConfig slow = new ReconnectConfig(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofHours(1));
        try (Rig rig = start(Transport.best(), port, config -> config.reconnect(slow))) {
            rig.awaitLog("trying again in ");

            assertThat(rig.stop().isClean()).isTrue();
        }
    }

    @Test
    void stopsWhileItIsConnected() throws Exception {
        try (ServerSocket server = listen(0);
                Rig rig = start(Transport.best(), server.getLocalPort(), config -> config);
                Peer peer = new Peer(server.accept())) {
            peer.send("one\n");
            rig.awaitLines(1);

            assertThat(rig.stop().isClean()).isTrue();
            assertThat(peer.receiveAll()).isEmpty();
            assertThat(rig.logs()).noneMatch(log -> log.startsWith("WARN"));
        }
    }

    @Test
    void speaksTls() throws Exception {
        TestAuthority authority = TestAuthority.create("authority");
        X509Bundle identity = authority.issue("server", b -> b.addSanIpAddress("127.0.0.1"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(identity.toKeyManagerFactory().getKeyManagers(), null, null);
        TlsConfig tls = TlsConfig.builder().ca(authority.write(dir)).build();
        try (ServerSocket server =
                        context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Rig rig = start(Transport.best(), server.getLocalPort(), config -> config.tls(tls))) {
            server.setSoTimeout(20_000);
            try (Peer peer = new Peer(server.accept())) {
                peer.send("hello\ntail");
            }
            rig.awaitLines(2);

            assertThat(rig.collector.lines()).containsExactly("hello", "tail");
            assertThat(rig.firstHeader())
                    .containsEntry("tls_subject", "CN=server")
                    .containsKey("tls_version");
        }
    }

    @Test
    void saysWhatAServerThatDoesNotSpeakTlsSent() throws Exception {
        TlsConfig tls = TlsConfig.builder()
                .ca(TestAuthority.create("authority").write(dir))
                .build();
        try (ServerSocket server = listen(0);
                Rig rig = start(Transport.best(), server.getLocalPort(), config -> config.tls(tls))) {
            Peer peer = rig.keep(new Peer(server.accept()));
            peer.send("220 welcome\r\n");
            peer.awaitEnd();
            rig.awaitLog("what the peer sent is no TLS");
            Awaitility.await().until(() -> rig.metric("handshakes_failed_total") >= 1);
        }
    }
}
