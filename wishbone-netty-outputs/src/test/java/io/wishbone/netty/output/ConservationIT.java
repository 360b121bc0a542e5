package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.StreamAck;
import io.wishbone.netty.output.StreamOutputConfig.Replay;
import io.wishbone.router.StopReport;
import io.wishbone.testkit.BalancedLedger;
import io.wishbone.testkit.chaos.ChaosProxy;
import io.wishbone.testkit.chaos.ChaosSchedule;
import io.wishbone.testkit.chaos.FaultKind;
import io.wishbone.testkit.chaos.NumberedMessages;
import io.wishbone.testkit.chaos.NumberedMessages.Report;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Numbered messages through a proxy that breaks connections: what the output promises in each mode holds.
 * {@code CONTRIBUTING.md} tells how to run it for long.
 */
class ConservationIT {
    private static final long FIRST_SEED = Long.getLong("wishbone.chaos.first", 1);
    private static final long SEEDS = Long.getLong("wishbone.chaos.seeds", 12);
    private static final int COUNT = 3_000;
    private static final int BATCH = 100;
    private static final int MOST_PAYLOAD = 400;
    private static final int MOST_AHEAD = 250;
    private static final Replay SMALL_WINDOW = new Replay(MOST_AHEAD * (MOST_PAYLOAD + 20L), Duration.ofSeconds(30));
    private static final int FAULTY_CONNECTIONS = 8;
    private static final long MOST_BYTES_BEFORE_A_FAULT = 300_000;

    /**
     * What the output is told to promise.
     *
     * @param name for a person to read
     * @param isAtLeastOnce the promise; at most once if it is false
     * @param mostAhead how many messages may be given to the output that its receiver has not read
     * @param settings of the output
     */
    private record Mode(
            String name, boolean isAtLeastOnce, int mostAhead, UnaryOperator<TcpOutputConfig.Builder> settings) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Mode> MODES = List.of(
            // The receiver keeps up: no more is unread than the window holds, which is much less than all.
            new Mode("small window", true, MOST_AHEAD, config -> config.replay(SMALL_WINDOW)),
            // As fast as it goes, and all is less than the window.
            new Mode("default window", true, Integer.MAX_VALUE, config -> config),
            // Whatever the kernels held: what was not noted is sent again.
            new Mode("acknowledged", true, Integer.MAX_VALUE, config -> config.ack(StreamAck.LINES)),
            new Mode("no window", false, Integer.MAX_VALUE, config -> config.replay(Replay.OFF)));

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    static Stream<Arguments> modesAndSeeds() {
        return MODES.stream()
                .flatMap(mode ->
                        LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS).mapToObj(seed -> Arguments.of(mode, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("modesAndSeeds")
    void whatIsPromisedHoldsWhileConnectionsBreak(Mode mode, long seed) throws Exception {
        NumberedMessages messages = NumberedMessages.lines(seed, MOST_PAYLOAD);
        ChaosSchedule faults = ChaosSchedule.random(
                seed, FAULTY_CONNECTIONS, MOST_BYTES_BEFORE_A_FAULT, EnumSet.allOf(FaultKind.class));
        try (NumberedReceiver receiver = new NumberedReceiver(messages, mode.name.equals("acknowledged"));
                ChaosProxy proxy = ChaosProxy.start(receiver.port(), faults);
                Rig rig = Rig.start("127.0.0.1:" + proxy.port(), mode.settings)) {
            routers.track(rig.router);
            feed(rig, messages, mode.mostAhead);
            if (mode.isAtLeastOnce) {
                await().untilAsserted(() -> assertThat(messages.report())
                        .extracting(Report::missing)
                        .as("missing of %s", messages.report())
                        .isEqualTo(0L));
                assertThat(proxy.connections()).isGreaterThan(1);
            }
            await().until(() -> rig.successful.events().size() == COUNT);
            StopReport stopped = rig.stop();
            await().until(() -> receiver.served() == proxy.connections());

            assertThat(stopped.isClean()).as(stopped.toString()).isTrue();
            assertThat(messages.report())
                    .as(mode.isAtLeastOnce ? "at least once" : "at most once")
                    .matches(mode.isAtLeastOnce ? Report::isAtLeastOnce : Report::isAtMostOnce);
            assertThatAllSucceededInOrder(rig, messages);
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2));
    }

    private static void feed(Rig rig, NumberedMessages messages, int mostAhead) {
        for (int fed = BATCH; fed <= COUNT; fed += BATCH) {
            rig.feeder.feed(BATCH, number -> messages.next());
            int made = fed;
            await().until(() -> rig.feeder.made() == made);
            await().untilAsserted(() -> assertThat(messages.distinct())
                    .as("of %s", messages.report())
                    .isGreaterThanOrEqualTo(made + BATCH - mostAhead));
        }
    }

    private static void assertThatAllSucceededInOrder(Rig rig, NumberedMessages messages) {
        NumberedMessages succeeded = messages.afresh();
        rig.successful.data().forEach(data -> succeeded.received((byte[]) data));
        assertThat(succeeded.report()).matches(Report::isAtLeastOnce).matches(Report::isAtMostOnce);
        assertThat(rig.failed.data()).isEmpty();
    }
}
