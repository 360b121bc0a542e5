package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** When an output gives up an event, or a connection. */
class GivingUpIT {
    @Test
    void anEventWhoseDeadlineIsOverFails() throws Exception {
        try (Rig rig = Rig.start(FakePeer.unused(), config -> config.deadline(Duration.ofMillis(100)))) {
            rig.feeder.feed(3, number -> number);
            Awaitility.await().until(() -> rig.failed.events().size() == 3);

            assertThat(rig.failed.data()).containsExactly(0L, 1L, 2L);
            assertThat(rig.failed.events().get(0).header("out", "error"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .hasEntrySatisfying(
                            "message",
                            message -> assertThat((String) message)
                                    .startsWith("not delivered within 100 ms (deadline); cannot connect to 127.0.0.1:"))
                    .containsKey("endpoint");
            assertThat(rig.stop().isClean()).isTrue();
        }
    }

    @Test
    void eventsFailAtOnceWhileTheCircuitIsOpen() throws Exception {
        String endpoint = FakePeer.unused();
        try (Rig rig = Rig.start(endpoint, config -> config.circuitBreaker(3))) {
            rig.feeder.feed(10_000, number -> number);
            Awaitility.await().until(() -> rig.failed.events().size() == 10_000);
            assertThat(rig.failed.events().get(0).header("out", "error"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .hasEntrySatisfying(
                            "message",
                            message -> assertThat((String) message)
                                    .contains(
                                            "connections in a row failed (circuit_breaker: 3); the last: cannot connect to "
                                                    + endpoint));

            try (FakePeer peer = FakePeer.readingAt(endpoint)) {
                Awaitility.await().until(rig.output::isConnected);
                rig.feeder.feed(5, number -> number);
                rig.awaitSuccessful(5);
                Awaitility.await().until(() -> peer.lines().size() == 5);
            }
        }
    }

    @Test
    void aConnectionWhosePeerTakesNothingIsEnded() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        FakePeer.Behaviour firstStands = (connection, number) -> {
            if (number == 1) {
                Awaitility.await().forever().until(() -> over.getCount() == 0);
            } else {
                connection.readToEnd();
            }
        };
        try (FakePeer peer = FakePeer.withSmallBuffer(firstStands);
                Rig rig = Rig.start(peer.endpoint(), config -> config.writeTimeout(Duration.ofMillis(200)))) {
            rig.feeder.feed(2_000, number -> "x".repeat(10_000));
            rig.awaitMetric("connections_lost_total", 1);
            over.countDown();
            rig.awaitSuccessful(2_000);

            assertThat(rig.warnings().get(0)).contains("nothing could be flushed for 200 ms");
        }
    }

    @Test
    void healthTellsSinceWhenAndWhatWentWrong() throws Exception {
        String endpoint = FakePeer.unused();
        try (Rig rig = Rig.start(endpoint)) {
            Awaitility.await().until(() -> rig.output.health().lastError().isPresent());
            assertThat(rig.output.health().connections()).isZero();
            assertThat(rig.output.health().lastError().orElseThrow()).startsWith("cannot connect to " + endpoint);
            assertThat(rig.metric("last_error_seconds")).isPositive();

            try (FakePeer peer = FakePeer.readingAt(endpoint)) {
                Awaitility.await().until(() -> rig.metric("connected") == 1);
                assertThat(peer.connections()).hasSize(1);
                assertThat(rig.output.health().since())
                        .isAfterOrEqualTo(rig.output.health().lastErrorAt());
                assertThat(rig.metric("connection_changed_seconds")).isPositive();
            }
        }
    }
}
