package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "logs.example.org:6000, logs.example.org, 6000",
        "127.0.0.1:1, 127.0.0.1, 1",
        "[::1]:65535, ::1, 65535",
        "[fe80::1%eth0]:514, fe80::1%eth0, 514"
    })
    void isReadFromTextAndWrittenAsItWas(String text, String host, int port) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint).isEqualTo(new Endpoint(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "host", "host:", ":6000", "::1:6000", "host:port", "host: 1", "[]:1", "host:1:2"})
    void isHostAndPort(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint: \"" + text
                        + "\" (expected: host:port, such as logs.example.org:6000 or [::1]:6000)");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65536})
    void hasAPortInRange(int port) {
        assertThatThrownBy(() -> Endpoint.parse("host:" + port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port: " + port + " (expected: 1 to 65535)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a host", "host\n"})
    void hasAHostWithoutSpaces(String host) {
        assertThatThrownBy(() -> new Endpoint(host, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("host: \"" + host + "\" (expected: a name or an address)");
    }
}
