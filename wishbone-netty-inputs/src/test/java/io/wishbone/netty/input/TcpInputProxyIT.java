package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.Transport;
import io.wishbone.queue.QueueLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections behind a proxy: 127.0.0.1 is trusted, other addresses are not. */
class TcpInputProxyIT {
    private static final AddressRanges NONE = AddressRanges.none();
    private static final AddressRanges PROXY = AddressRanges.of("127.0.0.1");
    private static final String HEADER = "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n";
    private static final byte[] LOCAL = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000");
    private static final byte[] BINARY =
            HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc0000201c6336402dc0401bb");

    static Stream<Transport> transports() {
        return TcpInputIT.transports();
    }

    private static PeerRules rules(ProxyProtocol protocol) {
        return new PeerRules(NONE, NONE, 0, protocol, protocol == ProxyProtocol.OFF ? NONE : PROXY);
    }

    private static Rig start(ProxyProtocol protocol) {
        return Rig.start(config -> config.peers(rules(protocol)));
    }

    @Test
    void takesAHeaderForAMessageUnlessConfigured() throws Exception {
        try (Rig rig = start(ProxyProtocol.OFF)) {
            rig.connect().send(HEADER + "hello\n");
            rig.awaitLines(2);

            assertThat(rig.collector.lines()).containsExactly(HEADER.trim(), "hello");
            assertThat(rig.firstHeader()).containsEntry("remote_address", "127.0.0.1");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void takesTheClientFromTheHeader(Transport transport) throws Exception {
        try (Rig rig =
                Rig.start(transport, 1, QueueLimits.DEFAULT, config -> config.peers(rules(ProxyProtocol.REQUIRED)))) {
            rig.connect().send(HEADER + "hello\n").close();

            assertThat(rig.firstHeader())
                    .containsEntry("remote_address", "192.0.2.1")
                    .containsEntry("remote_port", 56324)
                    .containsEntry("proxy_address", "127.0.0.1")
                    .containsEntry("local_port", rig.input.boundAddress().getPort());
            assertThat(rig.collector.lines()).containsExactly("hello");
            rig.awaitMetric("connections", 0);
            assertThat(rig.metric("handshakes_failed_total")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPTIONAL", "REQUIRED"})
    void takesTheClientFromABinaryHeader(ProxyProtocol protocol) throws Exception {
        try (Rig rig = start(protocol)) {
            rig.connect().send(BINARY).send("hello\n");

            assertThat(rig.firstHeader()).containsEntry("remote_address", "192.0.2.1");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsHeadersThatComeByteByByteInTime(boolean binary) throws Exception {
        byte[] header = binary ? BINARY : HEADER.getBytes(StandardCharsets.US_ASCII);
        try (Rig rig = start(ProxyProtocol.REQUIRED)) {
            Peer peer = rig.connect();
            peer.socket().setTcpNoDelay(true);
            for (byte one : header) {
                peer.send(new byte[] {one});
            }
            peer.send("hello\n");

            assertThat(rig.firstHeader()).containsEntry("remote_address", "192.0.2.1");
            assertThat(rig.collector.lines()).containsExactly("hello");
        }
    }

    @Test
    void takesAProxyThatSpeaksForItselfAsTheClient() throws Exception {
        try (Rig rig = start(ProxyProtocol.REQUIRED)) {
            rig.connect().send(LOCAL).send("hello\n");

            assertThat(rig.firstHeader())
                    .containsEntry("remote_address", "127.0.0.1")
                    .doesNotContainKey("proxy_address");
        }
    }

    @Test
    void needsTheHeaderIfItIsRequired() throws Exception {
        try (Rig rig = start(ProxyProtocol.REQUIRED)) {
            rig.connect().send("secret\n").awaitEnd();
            rig.connectFrom("127.0.0.2").send(HEADER + "secret\n").awaitEnd();
            rig.awaitMetric("connections_refused_total", 2);
            rig.awaitMetric("connections", 0);
            rig.stop();

            assertThat(rig.collector.lines()).isEmpty();
            assertThat(rig.metric("handshakes_failed_total")).isZero();
            assertThat(rig.logs())
                    .anyMatch(log -> log.contains("it sent no header of a proxy, and proxy_protocol is required")
                            || log.contains("it is not in trusted_proxies, and proxy_protocol is required"));
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "127.0.0.2"})
    void doesWithoutAHeaderIfItIsOptional(String address) throws Exception {
        try (Rig rig = start(ProxyProtocol.OPTIONAL)) {
            rig.connectFrom(address).send("PROXIMITY\n");

            assertThat(rig.firstHeader()).containsEntry("remote_address", address);
            assertThat(rig.collector.lines()).containsExactly("PROXIMITY");
        }
    }

    @Test
    void passesOnAMessageThatEndsWithinWhatCouldBeAHeader() throws Exception {
        try (Rig rig = start(ProxyProtocol.OPTIONAL)) {
            rig.connect().send("PROX").close();

            assertThat(rig.firstHeader()).containsEntry("remote_address", "127.0.0.1");
            assertThat(rig.collector.lines()).containsExactly("PROX");
            assertThat(rig.metric("handshakes_failed_total")).isZero();
        }
    }

    @Test
    void refusesAHeaderFromAnyoneElse() throws Exception {
        try (Rig rig = start(ProxyProtocol.OPTIONAL)) {
            Peer liar = rig.connectFrom("127.0.0.2").send(HEADER + "forged\n");
            liar.awaitEnd();
            rig.awaitMetric("connections_refused_total", 1);
            rig.awaitMetric("connections", 0);
            rig.stop();

            assertThat(rig.collector.lines()).isEmpty();
            rig.awaitLog("WARN refused 127.0.0.2:" + liar.port()
                    + ": it sent the header of a proxy and is not in trusted_proxies");
        }
    }

    @Test
    void doesNotWaitForAHeaderFromAnyoneElse() throws Exception {
        Duration timeout = Duration.ofMillis(200);
        try (Rig rig =
                Rig.start(config -> config.peers(rules(ProxyProtocol.OPTIONAL)).handshakeTimeout(timeout))) {
            Peer silent = rig.connectFrom("127.0.0.2");
            rig.awaitMetric("connections", 1);
            rig.connectFrom("127.0.0.1").awaitEnd();
            rig.connectFrom("127.0.0.1").awaitEnd();
            silent.send("at last\n");

            assertThat(rig.firstHeader()).containsEntry("remote_address", "127.0.0.2");
            assertThat(rig.metric("handshakes_failed_total")).isEqualTo(2);
        }
    }

    @Test
    void appliesItsRulesToTheClientAndNotTheProxy() throws Exception {
        PeerRules rules =
                new PeerRules(NONE, AddressRanges.of("192.0.2.1", "127.0.0.1"), 1, ProxyProtocol.REQUIRED, PROXY);
        try (Rig rig = Rig.start(config -> config.peers(rules))) {
            Peer denied = rig.connect().send(HEADER + "denied\n");
            denied.awaitEnd();
            rig.awaitLog("WARN refused 192.0.2.1:56324 (by the proxy 127.0.0.1:" + denied.port()
                    + "): its address is in deny");
            rig.connect().send(HEADER.replace("192.0.2.1", "192.0.2.2") + "first\n");
            rig.awaitLines(1);
            rig.connect()
                    .send(HEADER.replace("192.0.2.1", "192.0.2.2") + "second\n")
                    .awaitEnd();
            rig.connect().send(HEADER.replace("192.0.2.1", "192.0.2.3") + "third\n");
            rig.awaitLines(2);
            rig.stop();

            assertThat(rig.collector.lines()).containsExactly("first", "third");
            assertThat(rig.metric("connections_refused_total")).isEqualTo(2);
            assertThat(rig.metric("handshakes_failed_total")).isZero();
        }
    }

    @Test
    void refusesAMalformedHeaderAndSaysWhy() throws Exception {
        try (Rig rig = start(ProxyProtocol.REQUIRED)) {
            rig.connect().send("PROXY TCP4 nonsense\r\nhello\n").awaitEnd();
            rig.awaitMetric("handshakes_failed_total", 1);
            rig.awaitMetric("connections", 0);
            rig.stop();

            assertThat(rig.collector.lines()).isEmpty();
            assertThat(rig.metric("closed_error_total")).isZero();
            rig.awaitLog("INFO closed 127.0.0.1:");
            rig.awaitLog("the header of the proxy is malformed: invalid TCP4/6 header: PROXY TCP4 nonsense");
        }
    }

    @Test
    void closesAProxyThatDoesNotSendTheHeaderInTime() throws Exception {
        try (Rig rig = Rig.start(
                config -> config.peers(rules(ProxyProtocol.REQUIRED)).handshakeTimeout(Duration.ofMillis(150)))) {
            rig.connect().awaitEnd();
            rig.connect().send("PROXY TCP4 ").awaitEnd();
            rig.awaitMetric("handshakes_failed_total", 2);
            rig.awaitMetric("connections", 0);

            rig.awaitLog("no header of a proxy came within 150 ms");
        }
    }

    @Test
    void tellsOfAProxyThatGoesBeforeItHasSentTheHeader() throws Exception {
        try (Rig rig = start(ProxyProtocol.REQUIRED)) {
            rig.connect().close();
            rig.awaitMetric("handshakes_failed_total", 1);
            Peer resetting = rig.connect();
            rig.awaitMetric("connections", 1);
            resetting.reset();
            rig.awaitMetric("handshakes_failed_total", 2);

            rig.awaitLog("it went before it had sent the header of a proxy");
        }
    }

    @Test
    void stopsWhileAHeaderIsAwaited() throws Exception {
        try (Rig rig = start(ProxyProtocol.REQUIRED)) {
            rig.connect();
            rig.connect().send("PROXY TCP4 192");
            rig.awaitMetric("connections", 2);

            assertThat(rig.stop().isClean()).isTrue();
            assertThat(rig.metric("handshakes_failed_total")).isZero();
            Awaitility.await().until(() -> rig.metric("connections") == 0);
        }
    }
}
