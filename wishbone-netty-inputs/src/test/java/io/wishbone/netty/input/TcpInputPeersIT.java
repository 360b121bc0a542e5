package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.Transport;
import io.wishbone.queue.QueueLimits;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which peers are let in. */
class TcpInputPeersIT {
    private static final AddressRanges NONE = AddressRanges.none();
    private static final AddressRanges FIRST = AddressRanges.of("127.0.0.1");

    static Stream<Transport> transports() {
        return TcpInputIT.transports();
    }

    private static Rig start(PeerRules rules) {
        return Rig.start(config -> config.peers(rules));
    }

    private static PeerRules rules(AddressRanges allow, AddressRanges deny, int perAddress) {
        return new PeerRules(allow, deny, perAddress, ProxyProtocol.OFF, NONE);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void letsInOnlyAllowedAddresses(Transport transport) throws Exception {
        try (Rig rig = Rig.start(transport, 1, QueueLimits.DEFAULT, config -> config.peers(rules(FIRST, NONE, 0)))) {
            rig.connectFrom("127.0.0.2").awaitEnd();
            rig.connectFrom("127.0.0.1").send("hello\n");
            rig.awaitLines(1);

            assertThat(rig.collector.lines()).containsExactly("hello");
            assertThat(rig.metric("connections_refused_total")).isEqualTo(1);
            assertThat(rig.metric("connections_total")).isEqualTo(1);
            rig.awaitMetric("connections", 1);
            rig.awaitLog("WARN refused 127.0.0.2:");
            rig.awaitLog("its address is not in allow");
        }
    }

    @Test
    void refusesADeniedAddressEvenIfAllowed() throws Exception {
        try (Rig rig = start(rules(AddressRanges.of("127.0.0.0/8"), AddressRanges.of("127.0.0.2/31"), 0))) {
            Peer denied = rig.connectFrom("127.0.0.2");
            denied.awaitEnd();
            rig.connectFrom("127.0.0.3").awaitEnd();
            rig.connectFrom("127.0.0.4").send("hello\n");
            rig.awaitLines(1);

            assertThat(rig.firstHeader()).containsEntry("remote_address", "127.0.0.4");
            assertThat(rig.metric("connections_refused_total")).isEqualTo(2);
            rig.awaitLog("WARN refused 127.0.0.2:" + denied.port() + ": its address is in deny");
        }
    }

    @Test
    void limitsTheConnectionsOfAnAddressAndFreesTheirPlaces() throws Exception {
        try (Rig rig = start(rules(NONE, NONE, 2))) {
            Peer first = rig.connectFrom("127.0.0.1");
            rig.connectFrom("127.0.0.1");
            rig.awaitMetric("connections", 2);
            rig.connectFrom("127.0.0.1").send("refused\n").awaitEnd();
            rig.connectFrom("127.0.0.2").send("another address\n");
            rig.awaitLines(1);
            rig.awaitLog("its address has 2 connections, as many as max_connections_per_address allows");
            assertThat(rig.metric("connections_refused_total")).isEqualTo(1);

            first.close();
            rig.awaitMetric("connections", 2);
            rig.connectFrom("127.0.0.1").send("in the freed place\n");
            rig.awaitLines(2);

            assertThat(rig.stop().isClean()).isTrue();
            assertThat(rig.collector.lines()).containsExactly("another address", "in the freed place");
        }
    }

    @Test
    void freesThePlacesOfManyWhoComeAndGo() throws Exception {
        try (Rig rig = start(rules(NONE, NONE, 1))) {
            for (int i = 0; i < 30; i++) {
                Peer peer = rig.connect().send(i + "\n");
                rig.awaitLines(i + 1);
                if (i % 2 == 0) {
                    peer.close();
                } else {
                    peer.reset();
                }
                rig.awaitMetric("connections", 0);
            }

            assertThat(rig.metric("connections_refused_total")).isZero();
            assertThat(rig.metric("connections_total")).isEqualTo(30);
        }
    }

    @Test
    void refusesConnectionsBeyondTheTotalAndSaysSo() throws Exception {
        try (Rig rig = Rig.start(config -> config.maxConnections(2).peers(rules(NONE, NONE, 2)))) {
            Peer first = rig.connect();
            rig.connect();
            rig.awaitMetric("connections", 2);
            rig.connectFrom("127.0.0.2").awaitEnd();
            rig.awaitLog("2 connections are open, as many as max_connections allows");
            assertThat(rig.metric("connections")).isEqualTo(2);

            first.close();
            rig.awaitMetric("connections", 1);
            rig.connectFrom("127.0.0.2").send("hello\n");
            rig.awaitLines(1);
        }
    }
}
