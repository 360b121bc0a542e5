package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.Arguments;
import io.wishbone.netty.framing.Framing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyslogOutputTypeTest {
    private static Map<String, Object> map(Object... more) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }

    private static Arguments read(Object... given) {
        return Arguments.read(SyslogOutputType.TYPE, "module", map(given));
    }

    @Test
    void sendsToThisHostByDefault() {
        assertThat(SyslogOutputType.TYPE.create("module", Map.of())).isInstanceOf(UnixDatagramOutput.class);
        assertThat(SyslogOutputType.local(read()).path()).isEqualTo("/dev/log");
        assertThat(SyslogOutputType.local(read("path", "/run/log")).path()).isEqualTo("/run/log");
    }

    @Test
    void hasThePortsAndTheFramingOfTheRfcs() {
        List<String> hosts = List.of("a", "b:1", "[::1]", "[::1]:2");

        assertThat(SyslogOutputType.udp(read("transport", "udp", "endpoints", hosts))
                        .endpoints())
                .containsExactly(
                        new Endpoint("a", 514), new Endpoint("b", 1), new Endpoint("::1", 514), new Endpoint("::1", 2));
        TcpOutputConfig tcp = SyslogOutputType.stream(read("transport", "tcp", "endpoints", "a"));
        assertThat(tcp.endpoints()).containsExactly(new Endpoint("a", 601));
        assertThat(tcp.stream().framing()).isEqualTo(Framing.octetCounting());
        assertThat(tcp.tls()).isNull();
        TcpOutputConfig tls = SyslogOutputType.stream(read("transport", "tls", "endpoints", "a", "framing", "lines"));
        assertThat(tls.endpoints()).containsExactly(new Endpoint("a", 6514));
        assertThat(tls.stream().framing()).isEqualTo(Framing.lines());
        assertThat(tls.tls()).isNotNull();
        assertThat(SyslogOutputType.TYPE.create("module", map("transport", "tls", "endpoints", "a")))
                .isInstanceOf(TcpOutput.class);
    }

    @Test
    void writesToAStreamOfThisHost() {
        UnixOutputConfig unix = SyslogOutputType.unix(read("transport", "unix", "path", "/run/log"));

        assertThat(unix.path()).isEqualTo("/run/log");
        assertThat(unix.stream().framing()).isEqualTo(Framing.octetCounting());
        assertThat(SyslogOutputType.TYPE.create("module", map("transport", "unix")))
                .isInstanceOf(UnixOutput.class);
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> refused() {
        return Stream.of(
                refusal("\"endpoints\" are missing (expected: where to send to by transport udp", "transport", "udp"),
                refusal(
                        "\"endpoints\" is given with transport local (expected: with udp, tcp or tls alone)",
                        "endpoints",
                        "a"),
                refusal("\"path\" is given with transport udp", "transport", "udp", "endpoints", "a", "path", "/x"),
                refusal(
                        "\"framing\" is given with transport local (expected: with unix, tcp or tls alone)",
                        "framing",
                        "lines"),
                refusal("\"tls\" is given with transport tcp", "transport", "tcp", "endpoints", "a", "tls", Map.of()),
                refusal(
                        "\"on_oversize\" is given with transport tcp",
                        "transport",
                        "tcp",
                        "endpoints",
                        "a",
                        "on_oversize",
                        "fail"),
                refusal("one of local, unix, udp, tcp, tls", "transport", "pigeon"),
                refusal("a list of host or host:port", "transport", "udp", "endpoints", List.of()),
                refusal("host: \"a b\" (expected: a name or an address)", "transport", "udp", "endpoints", "a b:1"),
                refusal("format: \"rfc\" (expected: one of rfc5424, rfc3164, local)", "format", "rfc"),
                refusal("facility: \"locla0\" (expected: one of kern,", "facility", "locla0"),
                refusal("severity: \"9\" (expected: one of emerg,", "severity", 9),
                refusal("zone: \"Mars\" (expected: a time zone", "zone", "Mars"),
                refusal("FAIL or TRUNCATE with the protocol syslog", "on_oversize", "chunk_gelf"));
    }

    private static org.junit.jupiter.params.provider.Arguments refusal(String message, Object... given) {
        return org.junit.jupiter.params.provider.Arguments.arguments(map(given), message);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(Map<String, Object> given, String message) {
        assertThatThrownBy(() -> SyslogOutputType.TYPE.create("module", given)).hasMessageContaining(message);
    }

    @Test
    void namesTheArtifactOfAMissingProtocol() {
        ArgumentException missing = SyslogMessages.missing();

        assertThat(missing).hasMessageContaining("io.wishbone:wishbone-protocols");
    }
}
