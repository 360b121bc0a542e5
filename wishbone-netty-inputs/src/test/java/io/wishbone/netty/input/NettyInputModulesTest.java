package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleCatalog;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.LengthField;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NettyInputModulesTest {
    @Test
    void areFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ModuleCatalog.class))
                .flatMap(ModuleCatalog::moduleTypes)
                .extracting(Object::toString)
                .contains(
                        "wishbone.input.tcp",
                        "wishbone.input.udp",
                        "wishbone.input.http",
                        "wishbone.input.unix",
                        "wishbone.input.unix_datagram");
    }

    @Test
    void tcpDefaultsAreThoseOfTheBuilder() {
        assertThat(TcpInputType.config(Arguments.read(TcpInputType.TYPE, "module", Map.of("port", 0))))
                .isEqualTo(TcpInputConfig.builder().port(0).build());
    }

    @Test
    void udpDefaultsAreThoseOfTheBuilder() {
        assertThat(UdpInputType.config(Arguments.read(UdpInputType.TYPE, "module", Map.of("port", 0))))
                .isEqualTo(UdpInputConfig.builder().port(0).build());
    }

    @Test
    void unixDatagramDefaultsAreThoseOfTheBuilder() {
        assertThat(UnixDatagramInputType.config(
                        Arguments.read(UnixDatagramInputType.TYPE, "module", Map.of("path", "/run/log"))))
                .isEqualTo(UnixDatagramInputConfig.builder("/run/log").build());
    }

    @Test
    void unixDatagramReadsAModeThatLooksLikeANumber() {
        assertThat(UnixDatagramInputType.config(Arguments.read(
                                UnixDatagramInputType.TYPE, "module", Map.of("path", "/run/log", "mode", 660)))
                        .mode())
                .isEqualTo("660");
        assertThatThrownBy(() -> UnixDatagramInputType.TYPE.create("module", Map.of("path", "/run/log", "mode", "rw")))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("mode: rw (expected: three octal digits, such as 660)");
    }

    @Test
    void acceptsFramingAsNameAndAsMap() {
        assertThat(TcpInputType.TYPE.create("module", Map.of("port", 0, "framing", "lines")))
                .isInstanceOf(TcpInput.class);
        assertThat(TcpInputType.TYPE.create("module", Map.of("port", 0, "framing", Map.of("type", "lines"))))
                .isInstanceOf(TcpInput.class);
    }

    @Test
    void handsTheFramingOn() {
        Map<String, Object> framing = Map.of("type", "length", "bytes", 2);

        assertThat(
                        TcpInputType.config(Arguments.read(
                                        TcpInputType.TYPE, "module", Map.of("port", 0, "framing", framing)))
                                .stream()
                                .framing())
                .isEqualTo(Framing.length(LengthField.builder().bytes(2).build()));
    }

    @Test
    void refusesAFramingThatDoesNotExist() {
        assertThatThrownBy(() -> TcpInputType.TYPE.create("module", Map.of("port", 0, "framing", "Lines")))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("unknown framing \"Lines\"")
                .hasMessageContaining("did you mean \"lines\"?");
    }

    @Test
    void unixDefaultsAreThoseOfTheBuilder() {
        assertThat(UnixInputType.config(Arguments.read(UnixInputType.TYPE, "module", Map.of("path", "/run/in"))))
                .isEqualTo(UnixInputConfig.builder().path("/run/in").build());
    }

    @Test
    void tcpHandsItsArgumentsOn() {
        Map<String, Object> given = Map.ofEntries(
                Map.entry("port", 6514),
                Map.entry("allow", List.of("10.0.0.0/8", "::1")),
                Map.entry("deny", "10.6.6.6"),
                Map.entry("max_connections_per_address", 3),
                Map.entry("proxy_protocol", "required"),
                Map.entry("trusted_proxies", List.of("10.0.0.5")),
                Map.entry("handshake_timeout", "3s"),
                Map.entry("max_age", "1h"),
                Map.entry("rate_limit", 500),
                Map.entry("reply_timeout", "250ms"),
                Map.entry("tls", Map.of("certificate", "a.pem", "key", "a.key")));

        TcpInputConfig config = TcpInputType.config(Arguments.read(TcpInputType.TYPE, "module", given));

        assertThat(config.peers())
                .isEqualTo(new PeerRules(
                        AddressRanges.of("10.0.0.0/8", "::1"),
                        AddressRanges.of("10.6.6.6"),
                        3,
                        ProxyProtocol.REQUIRED,
                        AddressRanges.of("10.0.0.5")));
        assertThat(config.stream().handshakeTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.stream().maxAge()).isEqualTo(Duration.ofHours(1));
        assertThat(config.stream().rateLimit()).isEqualTo(500);
        assertThat(config.stream().replyTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.tls()).isNotNull();
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> tcpMistakes() {
        return Stream.of(
                mistake(
                        Map.of("port", 1, "mode", "client", "allow", List.of("10.0.0.0/8")),
                        "allow: [10.0.0.0/8] (expected: none, since mode is CLIENT)"),
                mistake(
                        Map.of("port", 1, "mode", "client", "max_connections_per_address", 2),
                        "max_connections_per_address: 2 (expected: 0, since mode is CLIENT)"),
                mistake(Map.of("port", 0, "mode", "client"), "port: 0 (expected: 1 to 65535, the peer's)"),
                mistake(
                        Map.of("port", 0, "proxy_protocol", "optional"),
                        "trusted_proxies: none (expected: the addresses of the proxies, since proxy_protocol is"
                                + " OPTIONAL and anybody else could claim any address)"),
                mistake(
                        Map.of("port", 0, "trusted_proxies", List.of("10.0.0.1")),
                        "trusted_proxies: [10.0.0.1] (expected: none, since proxy_protocol is OFF; OPTIONAL or REQUIRED"
                                + " makes use of them)"),
                mistake(
                        Map.of("port", 0, "allow", List.of("10.0.0.0/8", "localhost")),
                        "item 2: an IP address or a range"),
                mistake(Map.of("port", 0, "tls", Map.of()), "certificate: none (expected: a server has a certificate"),
                mistake(
                        Map.of("port", 1, "mode", "client", "tls", Map.of("client_auth", "required", "ca", "ca.pem")),
                        "clientAuth: REQUIRED (expected: only for servers)"),
                mistake(
                        Map.of("port", 0, "framing", "lines", "codec", "io.wishbone.NoSuchCodec"),
                        "io.wishbone.NoSuchCodec"),
                mistake(Map.of("port", 0, "rate_limit", -1), "a whole number, 0 to 1000000000"),
                mistake(
                        Map.of("port", 1, "mode", "client", "min_backoff", "20s"),
                        "max_backoff: PT10S (expected: min_backoff, PT20S, or more)"));
    }

    private static org.junit.jupiter.params.provider.Arguments mistake(Map<String, Object> given, String message) {
        return org.junit.jupiter.params.provider.Arguments.of(given, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("tcpMistakes")
    void saysWhatDoesNotGoTogether(Map<String, Object> given, String message) {
        assertThatThrownBy(() -> TcpInputType.TYPE.create("module", given))
                .isInstanceOfAny(ArgumentException.class, IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
