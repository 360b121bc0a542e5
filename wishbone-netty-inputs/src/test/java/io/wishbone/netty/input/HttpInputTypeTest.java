package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.Outlet;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.Arguments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HttpInputTypeTest {
    private static HttpInputConfig config(Map<String, Object> given) {
        return HttpInputType.config(Arguments.read(HttpInputType.TYPE, "module", given));
    }

    @Test
    void defaultsAreThoseOfTheBuilder() {
        assertThat(config(Map.of("port", 0)))
                .isEqualTo(HttpInputConfig.builder().port(0).build());
    }

    @Test
    void handsItsArgumentsOn() {
        Map<String, Object> resource = Map.of(
                "methods",
                List.of("put", "POST"),
                "queue",
                "orders",
                "events",
                "lines",
                "ack",
                "delivered",
                "ack_timeout",
                "5s",
                "content_types",
                List.of("Text/Plain"),
                "auth",
                Map.of(
                        "passwords", "users",
                        "tokens", List.of("0123456789abcdef"),
                        "token_file", "tokens",
                        "realm", "shop"),
                "response",
                Map.of("status", 201));
        Map<String, Object> given = Map.ofEntries(
                Map.entry("port", 8080),
                Map.entry("address", "0.0.0.0"),
                Map.entry("resources", Map.of("shop/orders", resource)),
                Map.entry("http2", false),
                Map.entry("allow", "10.0.0.0/8"),
                Map.entry("forwarded", "x_forwarded_for"),
                Map.entry("trusted_proxies", "10.0.0.1"),
                Map.entry("max_body", "2MiB"),
                Map.entry("max_header", "1KiB"),
                Map.entry("max_events", 7),
                Map.entry("max_buffered", "1MiB"),
                Map.entry("max_connections", 8),
                Map.entry("max_streams", 9),
                Map.entry("rate_limit", 10),
                Map.entry("handshake_timeout", "1s"),
                Map.entry("header_timeout", "2s"),
                Map.entry("body_timeout", "3s"),
                Map.entry("idle_timeout", "4s"),
                Map.entry("reply_timeout", "5s"),
                Map.entry("queue_timeout", "6s"));

        HttpInputConfig config = config(given);

        HttpResource read = config.resources().get(0);
        assertThat(read.path()).isEqualTo("/shop/orders");
        assertThat(read.queue()).isEqualTo("orders");
        assertThat(read.methods()).isEqualTo(Set.of("PUT", "POST"));
        assertThat(read.events()).isEqualTo(HttpResource.Events.LINES);
        assertThat(read.ack()).isEqualTo(HttpResource.Ack.DELIVERED);
        assertThat(read.ackTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read.contentTypes()).containsExactly("text/plain");
        assertThat(read.auth())
                .isEqualTo(new HttpAuth(Path.of("users"), List.of("0123456789abcdef"), Path.of("tokens"), "shop"));
        assertThat(read.reply().status()).isEqualTo(201);
        assertThat(config.http2()).isFalse();
        assertThat(config.peers().allow()).isEqualTo(AddressRanges.of("10.0.0.0/8"));
        assertThat(config.forwarding())
                .isEqualTo(new HttpForwarding(HttpForwarding.Header.X_FORWARDED_FOR, AddressRanges.of("10.0.0.1")));
        assertThat(config.limits()).isEqualTo(new HttpInputConfig.Limits(2 << 20, 1 << 10, 7, 1 << 20, 8, 9, 10));
        assertThat(config.times())
                .isEqualTo(new HttpInputConfig.Times(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6)));
    }

    @Test
    void hasAQueueForEachPath() {
        Map<String, Object> resources = Map.of("/", Map.of(), "a/b", Map.of(), "/c", Map.of("queue", "outbox"));
        assertThat(HttpInputType.TYPE
                        .create("module", Map.of("port", 0, "resources", resources))
                        .outlets())
                .extracting(Outlet::name)
                .containsExactlyInAnyOrder("failed", "outbox", "a_b");
    }

    @Test
    void neverShowsTokens() {
        HttpAuth auth = new HttpAuth(null, List.of("0123456789abcdef"), null, "realm");
        assertThat(auth.toString()).doesNotContain("0123456789abcdef");
        assertThatThrownBy(() -> config(resource(Map.of("auth", Map.of("tokens", List.of("hush hush hush hush"))))))
                .hasMessageContaining("one is no token")
                .hasMessageNotContaining("hush");
    }

    private static Map<String, Object> resource(Map<String, Object> parts) {
        return Map.of("port", 0, "resources", Map.of("/x", parts));
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> mistakes() {
        return Stream.of(
                mistake(Map.of("port", 0, "resources", "x"), "resources are no map with a path"),
                mistake(Map.of("port", 0, "resources", Map.of()), "resources are no map with a path"),
                mistake(Map.of("port", 0, "resources", Map.of("/x", "y")), "resource /x is no map"),
                mistake(resource(Map.of("method", "POST")), "did you mean \"methods\"?"),
                mistake(resource(Map.of("methods", "CONNECT")), "methods: \"CONNECT\""),
                mistake(resource(Map.of("methods", List.of())), "methods: none"),
                mistake(resource(Map.of("ack", "maybe")), "ack: one of accepted, delivered"),
                mistake(resource(Map.of("events", "array")), "protocol: none (expected: one that reads lists"),
                mistake(resource(Map.of("auth", Map.of())), "auth: nothing"),
                mistake(resource(Map.of("auth", Map.of("realm", "a\"b", "tokens", "0123456789abcdef"))), "realm"),
                mistake(resource(Map.of("response", Map.of("status", 302))), "a whole number, 0 to 299"),
                mistake(resource(Map.of("response", Map.of("status", 100))), "status: 100 (expected: 200 to 299"),
                mistake(resource(Map.of("response", Map.of("headers", Map.of("a b", "c")))), "headers: \"a b\""),
                mistake(
                        resource(Map.of("response", Map.of("headers", Map.of("Content-Length", "1")))),
                        "none that says how the answer is transferred"),
                mistake(Map.of("port", 0, "resources", Map.of("/x?y", Map.of())), "no query and no fragment"),
                mistake(Map.of("port", 0, "resources", Map.of("/\u00fc", Map.of())), "bad name"),
                mistake(
                        Map.of("port", 0, "resources", Map.of("/x", Map.of(), "x", Map.of())),
                        "resources: /x twice (expected: each path once)"),
                mistake(Map.of("port", 0, "forwarded", "forwarded"), "trusted_proxies: none"),
                mistake(Map.of("port", 0, "trusted_proxies", "10.0.0.1"), "neither a forwarded header nor"),
                mistake(Map.of("port", 0, "max_header", 10), "256 to"));
    }

    private static org.junit.jupiter.params.provider.Arguments mistake(Map<String, Object> given, String message) {
        return org.junit.jupiter.params.provider.Arguments.of(given, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void saysWhatDoesNotGoTogether(Map<String, Object> given, String message) {
        assertThatThrownBy(() -> HttpInputType.TYPE.create("module", given))
                .isInstanceOfAny(ArgumentException.class, IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
