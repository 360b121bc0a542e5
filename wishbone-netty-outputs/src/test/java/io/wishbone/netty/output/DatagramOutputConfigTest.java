package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arguments of outputs of datagrams, and what goes together. */
class DatagramOutputConfigTest {
    private static final Map<String, Object> UDP = Map.of("endpoints", "h:514");
    private static final Map<String, Object> UNIX = Map.of("path", "/dev/log");

    private static Map<String, Object> with(Map<String, Object> given, Object... more) {
        Map<String, Object> all = new HashMap<>(given);
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> refused() {
        ModuleType udp = UdpOutputType.TYPE;
        ModuleType unix = UnixDatagramOutputType.TYPE;
        return Stream.of(
                arguments(udp, with(UDP, "on_oversize", "cut"), "one of fail, truncate, chunk_gelf"),
                arguments(udp, with(UDP, "max_datagram", 65528), "1 to 65527"),
                arguments(
                        udp,
                        with(UDP, "on_oversize", "chunk_gelf", "max_datagram", 12),
                        "maxDatagramBytes: 12 (expected: more than the 12 bytes before each chunk)"),
                arguments(
                        udp,
                        with(UDP, "on_oversize", "chunk_gelf", "protocol", "json"),
                        "on_oversize: CHUNK_GELF (expected: FAIL or TRUNCATE with the protocol json"),
                arguments(
                        udp,
                        with(UDP, "on_oversize", "truncate", "codec", Brackets.class.getName()),
                        "\"on_oversize\" and \"codec\" are both given"),
                arguments(udp, with(UDP, "multicast_ttl", 256), "a whole number, 0 to 255"),
                arguments(
                        udp,
                        with(UDP, "multicast_interface", " "),
                        "multicast_interface: \" \" (expected: the name or an address of an interface, such as eth0)"),
                arguments(udp, with(UDP, "max_in_flight", 0), "a whole number, 1 or more"),
                arguments(udp, with(UDP, "max_in_flight_bytes", 0), "1 or more"),
                arguments(
                        udp,
                        with(UDP, "min_backoff", "2s", "max_backoff", "1s"),
                        "max_backoff: PT1S (expected: min_backoff, PT2S, or more)"),
                arguments(unix, Map.of(), "argument \"path\" of wishbone.output.unix_datagram is missing"),
                arguments(unix, with(UNIX, "path", "x".repeat(200)), "200 bytes"),
                arguments(unix, with(UNIX, "max_attempts", -1), "a whole number, 0 or more"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(ModuleType type, Map<String, Object> given, String message) {
        assertThatThrownBy(() -> type.create("module", given)).hasMessageContaining(message);
    }

    @Test
    void unixDefaultsAreThoseOfTheBuilder() {
        assertThat(UnixDatagramOutputType.config(Arguments.read(UnixDatagramOutputType.TYPE, "module", UNIX)))
                .isEqualTo(UnixDatagramOutputConfig.builder().path("/dev/log").build());
    }

    @Test
    void handsAllOn() {
        Map<String, Object> given = with(
                UDP,
                "endpoints",
                List.of("a:1", "[::1]:2"),
                "max_datagram",
                "1KiB",
                "on_oversize",
                "chunk_gelf",
                "protocol",
                "gelf",
                "send_buffer",
                "8KiB",
                "max_attempts",
                3,
                "max_in_flight",
                10,
                "max_in_flight_bytes",
                "1MiB",
                "multicast_ttl",
                0,
                "multicast_interface",
                "eth0",
                "multicast_loopback",
                false);

        UdpOutputConfig config = UdpOutputType.config(Arguments.read(UdpOutputType.TYPE, "module", given));

        assertThat(config.endpoints()).containsExactly(new Endpoint("a", 1), new Endpoint("::1", 2));
        assertThat(config.datagrams().maxDatagramBytes()).isEqualTo(1024);
        assertThat(config.datagrams().onOversize()).isEqualTo(OversizeDatagrams.CHUNK_GELF);
        assertThat(config.datagrams().sendBufferBytes()).isEqualTo(8192);
        assertThat(config.datagrams().retry().maxAttempts()).isEqualTo(3);
        assertThat(config.datagrams().inFlight().events()).isEqualTo(10);
        assertThat(config.datagrams().inFlight().bytes()).isEqualTo(1 << 20);
        assertThat(config.multicast()).isEqualTo(new UdpOutputConfig.Multicast(0, "eth0", false));
    }

    @Test
    void needsAnEndpoint() {
        assertThatThrownBy(() -> UdpOutputConfig.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoints: none (expected: one or more, each host:port)");
        assertThatThrownBy(() -> UdpOutputType.TYPE.create("module", Map.of()))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("argument \"endpoints\" of wishbone.output.udp is missing");
    }
}
