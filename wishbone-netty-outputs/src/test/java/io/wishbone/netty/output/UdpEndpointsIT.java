package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That several endpoints of a {@link UdpOutput} take events by turns. */
class UdpEndpointsIT {
    private static DatagramRig start(String... endpoints) {
        return new DatagramRig(new UdpOutput(UdpOutputConfig.builder()
                .endpoints(List.of(endpoints).stream().map(Endpoint::parse).toList())
                .minBackoff(Duration.ofMillis(1))
                .maxBackoff(Duration.ofMillis(20))
                .build()));
    }

    @Test
    void takeEventsByTurns() throws Exception {
        try (UdpReceiver first = new UdpReceiver();
                UdpReceiver second = new UdpReceiver();
                DatagramRig rig = start(first.endpoint(), second.endpoint())) {
            rig.awaitMetric("connected", 2);
            rig.feeder.feed(100, number -> "" + number);

            for (int i = 0; i < 50; i++) {
                assertThat(first.text()).isEqualTo("" + 2 * i);
                assertThat(second.text()).isEqualTo("" + (2 * i + 1));
            }
            rig.awaitEnded(100);
            assertThat(rig.stop().ledger().isBalanced()).isTrue();
        }
    }

    @Test
    void leaveOutOneThatCannotBeResolved() throws Exception {
        try (UdpReceiver receiver = new UdpReceiver();
                DatagramRig rig = start("host.invalid:514", receiver.endpoint())) {
            rig.feeder.feed(100, number -> "" + number);

            rig.awaitEnded(100);
            assertThat(rig.successful.events()).hasSize(100);
            assertThat(rig.metric("connected")).isEqualTo(1);
        }
    }

    @Test
    void giveUpAfterSoManyAttemptsToResolve() {
        try (DatagramRig rig = new DatagramRig(new UdpOutput(UdpOutputConfig.builder()
                .endpoint("host.invalid:514")
                .minBackoff(Duration.ofMillis(1))
                .maxBackoff(Duration.ofMillis(20))
                .maxAttempts(2)
                .build()))) {
            rig.feed("a", "b");

            rig.awaitEnded(2);
            assertThat(rig.failures()).allMatch(message -> message.startsWith("host.invalid"));
            assertThat(rig.failed.events().get(0).header("out", "error"))
                    .extracting("attempt", "type")
                    .containsExactly(2, "java.net.UnknownHostException");
        }
    }
}
