package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.wishbone.netty.input.HttpInput;
import io.wishbone.netty.input.HttpInputConfig;
import io.wishbone.netty.input.HttpResource;
import io.wishbone.netty.output.HttpAuth;
import io.wishbone.netty.output.HttpBatchConfig;
import io.wishbone.netty.output.HttpOutput;
import io.wishbone.netty.output.HttpOutputConfig;
import io.wishbone.netty.tls.TlsProvider;
import io.wishbone.router.Router;
import io.wishbone.testkit.BalancedLedger;
import io.wishbone.testkit.chaos.ChaosProxy;
import io.wishbone.testkit.chaos.ChaosSchedule;
import io.wishbone.testkit.chaos.Direction;
import io.wishbone.testkit.chaos.FaultKind;
import io.wishbone.testkit.chaos.NumberedMessages;
import io.wishbone.testkit.chaos.NumberedMessages.Report;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our HTTP output before our HTTP input, which answers once events are delivered: what was answered has come out.
 * {@code -Dwishbone.chaos.seeds=200} breaks connections in more ways.
 */
class HttpRelayIT {
    private static final int COUNT = 2_000;
    private static final int IN_A_BATCH = 20;
    private static final String TOKEN = "0123456789-abcdef";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path directory = Path.of("");

    private static Certificates certificates;

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    private final NumberedRelay relay = new NumberedRelay(routers, NumberedMessages.lines(1, 200));
    private Way way = Way.PLAIN;

    /** How the two speak with each other. */
    enum Way {
        PLAIN(false, false),
        GZIP_WITH_PASSWORD(false, true),
        TLS_WITH_TOKEN(true, false),
        TLS_WITH_CERTIFICATE(true, true);

        private final boolean isSecure;
        private final boolean isCompressed;

        Way(boolean isSecure, boolean isCompressed) {
            this.isSecure = isSecure;
            this.isCompressed = isCompressed;
        }
    }

    @BeforeAll
    static void writeFiles() throws Exception {
        certificates = Certificates.in(directory);
        String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, "s:cret".toCharArray());
        Files.writeString(directory.resolve("users"), "ann:" + hash + "\n", StandardCharsets.UTF_8);
    }

    private HttpInput input() {
        HttpResource.Builder resource = HttpResource.builder("/events")
                .queue("outbox")
                .events(HttpResource.Events.LINES)
                .ack(HttpResource.Ack.DELIVERED);
        HttpInputConfig.Builder config = HttpInputConfig.builder().port(0);
        switch (way) {
            case PLAIN -> {}
            case GZIP_WITH_PASSWORD ->
                resource.auth(
                        new io.wishbone.netty.input.HttpAuth(directory.resolve("users"), List.of(), null, "relay"));
            case TLS_WITH_TOKEN -> {
                resource.auth(new io.wishbone.netty.input.HttpAuth(null, List.of(TOKEN), null, "relay"));
                config.tls(certificates.listening(TlsProvider.AUTO).build());
            }
            case TLS_WITH_CERTIFICATE ->
                config.tls(certificates.demanding(TlsProvider.AUTO).build());
        }
        return new HttpInput(config.resource(resource.build()).build());
    }

    private HttpOutput output(int port) {
        HttpOutputConfig.Builder config = HttpOutputConfig.builder()
                .url((way.isSecure ? "https" : "http") + "://localhost:" + port + "/events")
                .batch(new HttpBatchConfig(
                        IN_A_BATCH, 1 << 20, Duration.ofMillis(50), HttpBatchConfig.Format.LINES, ""))
                .gzip(way.isCompressed)
                .maxConnections(3)
                .timeout(Duration.ofSeconds(5))
                .minBackoff(Duration.ofMillis(1))
                .maxBackoff(Duration.ofMillis(50));
        if (way.isSecure) {
            config.tls(certificates.connecting().build());
        }
        if (way == Way.GZIP_WITH_PASSWORD) {
            config.auth(new HttpAuth.Basic("ann", "s:cret"));
        } else if (way == Way.TLS_WITH_TOKEN) {
            config.auth(new HttpAuth.Bearer(TOKEN));
        }
        return new HttpOutput(config.build());
    }

    private static void assertThatItStops(Router router) {
        assertThat(router.stop(Duration.ofSeconds(20)))
                .matches(report -> report.isClean(), "is clean")
                .matches(report -> report.ledger().isBalanced(), "is balanced");
    }

    /** Sends all through a proxy; stops both routers. */
    private Report relay(Way chosen, ChaosSchedule faults, int leastConnections) {
        way = chosen;
        HttpInput input = input();
        try (Router receiver = relay.receiver(input);
                ChaosProxy proxy = ChaosProxy.start(input.boundAddress(), faults);
                Router sender = relay.sender(output(proxy.port()), COUNT)) {
            await().atMost(PATIENCE).until(() -> relay.acknowledged() == COUNT);

            assertThat(relay.messages().report().missingAcknowledged()).isZero();
            assertThat(proxy.connections()).isGreaterThanOrEqualTo(leastConnections);
            assertThat(proxy.bytes(Direction.TO_UPSTREAM)).isPositive();
            assertThatItStops(sender);
            assertThatItStops(receiver);
            return relay.messages().report();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachEventArrivesOnce(Way chosen) {
        Report report = relay(chosen, ChaosSchedule.none(), 1);

        assertThat(report.missing()).isZero();
        assertThat(report.repeated()).isZero();
        assertThat(report.changed() + report.cutShort()).isZero();
    }

    static IntStream seeds() {
        return IntStream.rangeClosed(1, Integer.getInteger("wishbone.chaos.seeds", 8));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasAnsweredHasArrivedWhileConnectionsBreak(int seed) {
        Way[] ways = Way.values();
        Report report = relay(
                ways[seed % ways.length], ChaosSchedule.random(seed, 10, 20_000, EnumSet.allOf(FaultKind.class)), 4);

        assertThat(report.missing()).as(report.toString()).isZero();
        assertThat(report.changed() + report.cutShort()).as(report.toString()).isZero();
    }
}
