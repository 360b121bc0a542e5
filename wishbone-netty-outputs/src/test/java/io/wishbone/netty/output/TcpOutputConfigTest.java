package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.Framing;
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
                        Framing.lines(),
                        DelimiterPolicy.KEEP,
                        Duration.ofSeconds(10),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(10),
                        0,
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        new TcpOutputConfig.Replay(4 << 20, Duration.ofSeconds(30)),
                        null,
                        null,
                        null,
                        null));
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
                mistake(c -> c.maxAttempts(-1), "maxAttempts: -1 (expected: >= 0; 0 is without end)"));
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
