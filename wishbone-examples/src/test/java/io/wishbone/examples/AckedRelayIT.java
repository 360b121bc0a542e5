package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.netty.StreamAck;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.netty.output.TcpOutput;
import io.wishbone.netty.output.TcpOutputConfig;
import io.wishbone.netty.tls.TlsProvider;
import io.wishbone.router.Router;
import io.wishbone.testkit.BalancedLedger;
import io.wishbone.testkit.chaos.ChaosProxy;
import io.wishbone.testkit.chaos.ChaosSchedule;
import io.wishbone.testkit.chaos.FaultKind;
import io.wishbone.testkit.chaos.NumberedMessages;
import io.wishbone.testkit.chaos.NumberedMessages.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our TCP output before our TCP input, which acknowledges lines once they are delivered: what was acknowledged has come
 * out, with TLS and without. {@code -Dwishbone.chaos.seeds=200} breaks connections in more ways.
 */
class AckedRelayIT {
    private static final int COUNT = 2_000;
    private static final int SEEDS = Integer.getInteger("wishbone.chaos.seeds", 3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory = Path.of("");

    private static Certificates certificates;

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    /** How the two speak with each other. */
    enum Way {
        PLAIN,
        JDK,
        OPENSSL;

        TlsProvider provider() {
            return this == JDK ? TlsProvider.JDK : TlsProvider.OPENSSL;
        }
    }

    @BeforeAll
    static void writeFiles() throws Exception {
        certificates = Certificates.in(directory);
    }

    private static TcpInput input(Way way) {
        TcpInputConfig.Builder config = TcpInputConfig.builder().port(0).ack(StreamAck.LINES);
        if (way != Way.PLAIN) {
            config.tls(certificates.demanding(way.provider()).build());
        }
        return new TcpInput(config.build());
    }

    private static TcpOutput output(Way way, int port) {
        TcpOutputConfig.Builder config = TcpOutputConfig.builder()
                .endpoint("localhost:" + port)
                .ack(StreamAck.LINES)
                .minBackoff(Duration.ofMillis(1))
                .maxBackoff(Duration.ofMillis(50));
        if (way != Way.PLAIN) {
            config.tls(certificates.connecting().provider(way.provider()).build());
        }
        return new TcpOutput(config.build());
    }

    static Stream<Arguments> waysAndSeeds() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.iterate(1, seed -> seed + 1).limit(SEEDS).map(seed -> Arguments.of(way, seed)));
    }

    @ParameterizedTest
    @MethodSource("waysAndSeeds")
    void whatWasAcknowledgedHasArrivedWhileConnectionsBreak(Way way, int seed) {
        NumberedRelay relay = new NumberedRelay(routers, NumberedMessages.lines(seed, 200));
        ChaosSchedule faults = ChaosSchedule.random(seed, 6, 20_000, EnumSet.allOf(FaultKind.class));
        TcpInput input = input(way);
        try (Router receiver = relay.receiver(input);
                ChaosProxy proxy = ChaosProxy.start(input.boundAddress(), faults);
                Router sender = relay.sender(output(way, proxy.port()), COUNT)) {
            await().atMost(PATIENCE).until(() -> relay.acknowledged() == COUNT);

            assertThat(proxy.connections()).isGreaterThan(3);
            assertThat(sender.stop(Duration.ofSeconds(20)).isClean()).isTrue();
            assertThat(receiver.stop(Duration.ofSeconds(20)).isClean()).isTrue();
            Report report = relay.messages().report();
            assertThat(report.missing()).as(report.toString()).isZero();
            assertThat(report.missingAcknowledged()).as(report.toString()).isZero();
            // A line that a connection was cut in may come as it is, before it comes whole.
            assertThat(report.changed()).as(report.toString()).isZero();
        }
    }
}
