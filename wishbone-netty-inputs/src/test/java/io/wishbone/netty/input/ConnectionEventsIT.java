package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.Transport;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ConnectionOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the outlet {@code connections} tells. */
class ConnectionEventsIT {
    private final Collector told = new Collector();

    private Rig start(UnaryOperator<TcpInputConfig.Builder> settings) {
        return Rig.start(Transport.best(), 1, QueueLimits.DEFAULT, settings, router -> {
            router.registerModule("told", told);
            router.connect(
                    "in.connections",
                    "told.inbox",
                    new ConnectionOptions(new QueueLimits(64, 1 << 20), OverflowPolicy.BLOCK));
        });
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> told(int count) {
        Awaitility.await().until(() -> told.count() >= count);
        return told.events().stream()
                .map(event -> (Map<String, Object>) event.data())
                .toList();
    }

    @Test
    void tellOfBeginAndEndWithWhatCame() throws Exception {
        try (Rig rig = start(config -> config)) {
            Peer peer = rig.connect();
            assertThat(told(1).get(0)).containsEntry("event", "opened").containsEntry("connection", 1L);
            peer.send("one\ntwo\n").close();

            assertThat(told(2).get(1))
                    .containsEntry("event", "closed")
                    .containsEntry("connection", 1L)
                    .containsEntry("reason", "peer")
                    .containsEntry("messages", 2L)
                    .containsEntry("bytes", 8L)
                    .containsKey("seconds");
            assertThat(told.events())
                    .allSatisfy(event -> assertThat(event.header().asMap().get("in"))
                            .containsEntry("remote_address", "127.0.0.1")
                            .containsEntry("connection", 1L));
        }
    }

    @Test
    void tellWhyThisSideCloses() throws Exception {
        try (Rig rig = start(config -> config.idleTimeout(Duration.ofMillis(100)))) {
            rig.connect().awaitEnd();

            assertThat(told(2).get(1)).containsEntry("reason", "idle");
            rig.awaitLog("nothing came for 100 ms");
        }
    }

    @Test
    void doNotTellOfPeersThatWereRefused() throws Exception {
        PeerRules rules = new PeerRules(
                AddressRanges.none(), AddressRanges.none(), 0, ProxyProtocol.REQUIRED, AddressRanges.of("127.0.0.1"));
        try (Rig rig = start(config -> config.peers(rules))) {
            rig.connect().send("no header\n").awaitEnd();
            rig.awaitMetric("connections", 0);
            rig.stop();

            assertThat(told.count()).isZero();
        }
    }

    @Test
    void areDroppedAndCountedWhileNobodyTakesThem() throws Exception {
        int many = 2000;
        try (Rig rig = start(config -> config)) {
            told.block();
            for (int i = 0; i < many; i++) {
                try (Peer peer = new Peer(rig.input.boundAddress())) {
                    peer.send("x\n");
                }
            }
            rig.awaitLines(many);
            rig.awaitMetric("connections", 0);
            long dropped = rig.metric("connection_events_dropped_total");
            assertThat(dropped).isPositive();
            assertThat(rig.metric("queue.connections.size")).isLessThan(200);
            rig.awaitLog("what \"in.connections\" feeds is full, so that events about connections are dropped");

            told.unblock();
            Awaitility.await().until(() -> told.count() + dropped == 2L * many);
            assertThat(rig.stop().isClean()).isTrue();
        }
    }
}
