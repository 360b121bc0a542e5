package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.Arguments;
import io.wishbone.netty.output.HttpBatchConfig.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HttpOutputConfigTest {
    private static final String URL = "https://example.org/events";

    private static HttpOutputConfig read(Map<String, Object> arguments) {
        return HttpOutputType.config(Arguments.read(HttpOutputType.TYPE, "out", arguments));
    }

    @Test
    void readsArguments() {
        HttpOutputConfig config = read(Map.of(
                "url",
                URL,
                "headers",
                Map.of("X-Site", "north"),
                "batch",
                Map.of("events", 10, "age", "2s", "format", "array"),
                "auth",
                Map.of("token_file", "/run/token"),
                "endpoints",
                List.of("a:1", "b:2"),
                "max_attempts",
                3));

        assertThat(config.batch()).isEqualTo(new HttpBatchConfig(10, 1 << 20, Duration.ofSeconds(2), Format.ARRAY, ""));
        assertThat(config.auth()).isEqualTo(new HttpAuth.BearerFile(Path.of("/run/token")));
        assertThat(config.endpoints()).hasSize(2);
        assertThat(config.headers()).containsOnlyKeys("X-Site");
        assertThat(config.retry().maxAttempts()).isEqualTo(3);
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> badArguments() {
        return Stream.of(
                bad(Map.of("url", "example.org/x"), "url: \"example.org/x\": it has no scheme"),
                bad(Map.of("url", "ftp://example.org/x"), "its scheme is ftp"),
                bad(Map.of("url", "http:///x"), "(expected: an absolute URL such as https://example.org/events)"),
                bad(Map.of("url", "http://me:pa55@example.org/"), "url has a user in it"),
                bad(Map.of("url", URL, "method", "GET IT"), "method: \"GET IT\""),
                bad(Map.of("url", URL, "headers", Map.of("X Y", "z")), "header: \"X Y\""),
                bad(Map.of("url", URL, "headers", Map.of("Host", "z")), "set by the output"),
                bad(Map.of("url", URL, "headers", Map.of("X", "a\r\nB: c")), "control character"),
                bad(Map.of("url", URL, "batch", Map.of("event", 1)), "did you mean \"events\"?"),
                bad(Map.of("url", URL, "batch", 5), "a map such as {events: 100"),
                bad(Map.of("url", URL, "auth", Map.of("username", "me")), "auth has to be one of the known ways"),
                bad(Map.of("url", URL, "auth", Map.of("token", "a b")), "token has no usable token"),
                bad(Map.of("url", URL, "auth", "pa55"), "auth is no map"));
    }

    private static org.junit.jupiter.params.provider.Arguments bad(Map<String, Object> arguments, String message) {
        return org.junit.jupiter.params.provider.Arguments.of(arguments, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("badArguments")
    void saysWhatIsWrong(Map<String, Object> arguments, String message) {
        assertThatThrownBy(() -> HttpOutputType.TYPE.create("out", arguments))
                .hasMessageContaining(message)
                .message()
                .doesNotContain("pa55");
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> badSettings() {
        return Stream.of(
                wrong(config -> config.maxConnections(0), "maxConnections: 0 (expected: 1 to 65535)"),
                wrong(config -> config.timeout(Duration.ZERO), "timeout: PT0S (expected: 1 ms to 365 days)"),
                wrong(config -> config.maxRedirects(21), "maxRedirects: 21 (expected: 0 to 20)"),
                wrong(config -> config.responseBytes(-1), "responseBytes: -1 (expected: 0 to 2^20)"));
    }

    private static org.junit.jupiter.params.provider.Arguments wrong(
            UnaryOperator<HttpOutputConfig.Builder> setting, String message) {
        return org.junit.jupiter.params.provider.Arguments.of(setting, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("badSettings")
    void refusesWhatCannotBe(UnaryOperator<HttpOutputConfig.Builder> setting, String message) {
        HttpOutputConfig.Builder builder =
                setting.apply(HttpOutputConfig.builder().url(URL));

        assertThatThrownBy(builder::build).hasMessage(message);
    }

    @Test
    void showsNoSecret() {
        assertThat(new HttpAuth.Basic("me", "pa55").toString()).doesNotContain("pa55");
        assertThat(new HttpAuth.Bearer("pa55").toString()).doesNotContain("pa55");
    }

    @Test
    void readsAddresses() {
        assertThat(HttpAddress.parse("http://[::1]:8080?q"))
                .isEqualTo(new HttpAddress(false, new Endpoint("::1", 8080), "[::1]:8080", "/?q"));
        assertThat(HttpAddress.parse("https://a.example/x").resolve("y?z").toString())
                .isEqualTo("https://a.example/y?z");
    }

    @Test
    void readsWhenToComeAgain() {
        Instant now = Instant.parse("2015-10-21T07:28:00Z");

        assertThat(retryAfter("120", now)).contains(Duration.ofMinutes(2));
        assertThat(retryAfter("Wed, 21 Oct 2015 07:29:00 GMT", now)).contains(Duration.ofMinutes(1));
        assertThat(retryAfter("Wed, 21 Oct 2015 07:00:00 GMT", now)).contains(Duration.ZERO);
        assertThat(retryAfter("soon", now)).isEmpty();
        assertThat(retryAfter("99999999999999999999", now)).isPresent();
    }

    private static java.util.Optional<Duration> retryAfter(String text, Instant now) {
        return new HttpAnswer(503, "", "", null, text).retryAfter(now);
    }
}
