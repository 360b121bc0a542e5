package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.netty.ReconnectConfig;
import io.wishbone.netty.StreamAck;
import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.output.StreamOutputConfig.Replay;
import io.wishbone.netty.tls.TlsConfig;
import io.wishbone.protocol.Malformed;
import io.wishbone.protocol.TextProtocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TcpOutputConfigTest {
    @Test
    void hasDefaults() {
        TcpOutputConfig config = TcpOutputConfig.builder().endpoint("host:1").build();

        assertThat(config)
                .isEqualTo(new TcpOutputConfig(
                        List.of(new Endpoint("host", 1)),
                        TcpOutputConfig.Strategy.FAILOVER,
                        Duration.ofMinutes(1),
                        true,
                        null,
                        new StreamOutputConfig(
                                Framing.lines(),
                                DelimiterPolicy.KEEP,
                                new ReconnectConfig(
                                        Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(10)),
                                new RetryPolicy(0, Duration.ZERO, 0),
                                Duration.ZERO,
                                Duration.ZERO,
                                new InFlight(4096, 4 << 20),
                                new StreamOutputConfig.Replay(4 << 20, Duration.ofSeconds(30)),
                                StreamAck.NONE,
                                Duration.ofMinutes(1),
                                null,
                                null,
                                null)));
    }

    @Test
    void needsNoReplayWindowAndNoDelimitersInEventsWithAcknowledgements() {
        StreamOutputConfig config = TcpOutputConfig.builder().endpoint("host:1").ack(StreamAck.LINES).build().stream();

        assertThat(config.replay()).isEqualTo(Replay.OFF);
        assertThat(config.onDelimiter()).isEqualTo(DelimiterPolicy.REJECT);
    }

    @Test
    void takesTls() {
        TlsConfig tls = TlsConfig.builder().ca(Path.of("ca.pem")).build();
        TcpOutputConfig config = TcpOutputConfig.builder()
                .endpoint("logs.example.org:6514")
                .tls(tls)
                .build();

        assertThat(config.tls()).isEqualTo(tls);
    }

    @Test
    void needsAnEndpoint() {
        assertThatThrownBy(() -> TcpOutputConfig.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoints: none (expected: one or more, each host:port)");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        c -> c.framing(Framing.delimiter((byte) '\\')).onDelimiter(DelimiterPolicy.ESCAPE),
                        "onDelimiter: ESCAPE (expected: KEEP or REJECT, since escapes such as \\x0a may have this"
                                + " delimiter in them)"),
                mistake(c -> c.connectTimeout(Duration.ZERO), "connectTimeout: PT0S (expected: 1 ms to 24 days)"),
                mistake(
                        c -> c.connectTimeout(Duration.ofSeconds(Long.MAX_VALUE)),
                        "connectTimeout: PT2562047788015215H30M7S (expected: 1 ms to 24 days)"),
                mistake(c -> c.minBackoff(Duration.ofNanos(1)), "minBackoff: PT0.000000001S (expected: 1 ms or more)"),
                mistake(
                        c -> c.minBackoff(Duration.ofMinutes(1)),
                        "maxBackoff: PT10S (expected: minBackoff, PT1M, or more)"),
                mistake(c -> c.maxBackoff(Duration.ofDays(366)), "maxBackoff: PT8784H (expected: 365 days or less)"),
                mistake(
                        c -> c.codec(context -> List.of()).protocol(TextProtocol.create(UTF_8, Malformed.REFUSE)),
                        "protocol: text (expected: none beside a codec, which replaces it)"),
                mistake(
                        c -> c.codec(context -> List.of()).framing(Framing.varint()),
                        "framing: varint (expected: none beside a codec)"),
                mistake(
                        c -> c.codec(context -> List.of()).onDelimiter(DelimiterPolicy.REJECT),
                        "onDelimiter: REJECT (expected: none beside a codec)"),
                mistake(c -> c.maxAttempts(-1), "maxAttempts: -1 (expected: >= 0; 0 is without end)"),
                mistake(
                        c -> c.deadline(Duration.ofSeconds(-1)),
                        "deadline: PT-1S (expected: 0 to 365 days; 0 is without end)"),
                mistake(c -> c.circuitBreaker(-1), "circuitBreaker: -1 (expected: >= 0; 0 is never)"),
                mistake(c -> c.writeTimeout(Duration.ofDays(366)), "writeTimeout: PT8784H (expected: 0 to 365 days)"),
                mistake(c -> c.maxInFlight(0), "maxInFlight: 0 (expected: >= 1)"),
                mistake(c -> c.maxInFlightBytes(0), "maxInFlightBytes: 0 (expected: >= 1)"),
                mistake(c -> c.ackTimeout(Duration.ZERO), "ackTimeout: PT0S (expected: 1 ms to 365 days)"),
                mistake(
                        c -> c.ack(StreamAck.LINES).replay(Replay.DEFAULT),
                        "replay: Replay[bytes=4194304, age=PT30S] (expected: Replay.OFF with acknowledgements, which"
                                + " tell what has to be sent again)"),
                mistake(
                        c -> c.ack(StreamAck.LINES).onDelimiter(DelimiterPolicy.KEEP),
                        "onDelimiter: KEEP (expected: reject or escape with ack, since each event has to be one"
                                + " message)"),
                mistake(
                        c -> c.ack(StreamAck.LINES).framing(Framing.none()),
                        "framing: none (expected: one that tells messages apart, with ack)"),
                mistake(
                        c -> c.ack(StreamAck.LINES).codec(context -> List.of()),
                        "ack: LINES (expected: none beside a codec, whose messages cannot be counted)"));
    }

    private static Arguments mistake(UnaryOperator<TcpOutputConfig.Builder> setting, String message) {
        return Arguments.of(setting, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void saysWhatIsWrong(UnaryOperator<TcpOutputConfig.Builder> setting, String message) {
        TcpOutputConfig.Builder builder =
                setting.apply(TcpOutputConfig.builder().endpoint("host:1"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
