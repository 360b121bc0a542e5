package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.OversizePolicy;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TcpInputConfigTest {
    @Test
    void hasDefaults() {
        TcpInputConfig config = TcpInputConfig.builder().port(0).build();

        assertThat(config.address()).isEqualTo("127.0.0.1");
        assertThat(config.stream().framing()).isEqualTo(Framing.lines());
        assertThat(config.stream().maxFrameBytes()).isEqualTo(65536);
        assertThat(config.stream().onOversize()).isEqualTo(OversizePolicy.DISCARD);
        assertThat(config.stream().emitPartial()).isTrue();
        assertThat(config.stream().maxConnections()).isEqualTo(10_000);
        assertThat(config.stream().idleTimeout()).isZero();
        assertThat(config.stream().maxBufferedBytes()).isGreaterThanOrEqualTo(65536);
        assertThat(config.stream().eventLoops()).isNull();
    }

    @Test
    void needsAPort() {
        assertThatThrownBy(() -> TcpInputConfig.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port is missing (expected: 0 to 65535; 0 takes any free port)");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(c -> c.port(65536), "port: 65536 (expected: 0 to 65535)"),
                mistake(c -> c.port(-2), "port: -2 (expected: 0 to 65535)"),
                mistake(
                        c -> c.address(" "),
                        "address: \" \" (expected: an address of this machine, such as 127.0.0.1)"),
                mistake(c -> c.maxFrameBytes(0), "maxFrameBytes: 0 (expected: 1 to 2^30)"),
                mistake(c -> c.maxFrameBytes((1 << 30) + 1), "maxFrameBytes: 1073741825 (expected: 1 to 2^30)"),
                mistake(c -> c.maxConnections(0), "maxConnections: 0 (expected: >= 1)"),
                mistake(
                        c -> c.idleTimeout(Duration.ofSeconds(-1)),
                        "idleTimeout: PT-1S (expected: 0 to 365 days; 0 is never)"),
                mistake(
                        c -> c.idleTimeout(Duration.ofDays(366)),
                        "idleTimeout: PT8784H (expected: 0 to 365 days; 0 is never)"),
                mistake(c -> c.maxBufferedBytes(65535), "maxBufferedBytes: 65535 (expected: >= 65536)"));
    }

    private static Arguments mistake(UnaryOperator<TcpInputConfig.Builder> setting, String message) {
        return Arguments.of(setting, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void saysWhatIsWrong(UnaryOperator<TcpInputConfig.Builder> setting, String message) {
        TcpInputConfig.Builder builder = setting.apply(TcpInputConfig.builder().port(0));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
