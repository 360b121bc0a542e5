package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.Framing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NettyOutputModulesTest {
    private static final String ENDPOINT = "[::1]:6000";

    @Test
    void areFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ModuleCatalog.class))
                .flatMap(ModuleCatalog::moduleTypes)
                .extracting(Object::toString)
                .contains("wishbone.output.tcp", "wishbone.output.udp", "wishbone.output.unix_datagram");
    }

    @Test
    void tcpDefaultsAreThoseOfTheBuilder() {
        assertThat(TcpOutputType.config(
                        Arguments.read(TcpOutputType.TYPE, "module", Map.of("endpoints", List.of(ENDPOINT)))))
                .isEqualTo(TcpOutputConfig.builder().endpoint(ENDPOINT).build());
    }

    @Test
    void handsTheFramingOn() {
        TcpOutputConfig config = TcpOutputType.config(Arguments.read(
                TcpOutputType.TYPE,
                "module",
                Map.of("endpoints", ENDPOINT, "framing", Map.of("type", "null"), "on_delimiter", "reject")));

        assertThat(config.stream().framing()).isEqualTo(Framing.nullEnded());
        assertThat(config.stream().onDelimiter()).isEqualTo(DelimiterPolicy.REJECT);
    }

    @Test
    void udpDefaultsAreThoseOfTheBuilder() {
        assertThat(UdpOutputType.config(
                        Arguments.read(UdpOutputType.TYPE, "module", Map.of("endpoints", List.of(ENDPOINT)))))
                .isEqualTo(UdpOutputConfig.builder().endpoint(ENDPOINT).build());
    }

    @ParameterizedTest
    @MethodSource("types")
    void handsTheCodecOn(ModuleType type) {
        Map<String, Object> given = Map.of(
                "endpoints", ENDPOINT, "codec", Brackets.class.getName(), "codec_arguments", Map.of("open", "<"));

        assertThat(
                        type.equals(TcpOutputType.TYPE)
                                ? TcpOutputType.config(Arguments.read(type, "module", given)).stream()
                                        .codec()
                                : UdpOutputType.config(Arguments.read(type, "module", given))
                                        .datagrams()
                                        .codec())
                .isEqualTo(new Brackets.Bracketing("<"));
    }

    static List<ModuleType> types() {
        return List.of(TcpOutputType.TYPE, UdpOutputType.TYPE);
    }

    @ParameterizedTest
    @CsvSource({
        "wishbone.output.tcp,framing,lines",
        "wishbone.output.tcp,on_delimiter,keep",
        "wishbone.output.tcp,protocol,text",
        "wishbone.output.udp,protocol,text"
    })
    void refusesBesideACodecWhatItReplaces(String type, String argument, String value) {
        ModuleType module = types().stream()
                .filter(known -> known.name().equals(type))
                .findFirst()
                .orElseThrow();
        Map<String, Object> given = Map.of("endpoints", ENDPOINT, "codec", Brackets.class.getName(), argument, value);

        assertThatThrownBy(() -> module.create("module", given))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("\"" + argument + "\" and \"codec\" are both given");
    }

    @Test
    void acceptsOneEndpointWithoutAList() {
        assertThat(TcpOutputType.TYPE.create("module", Map.of("endpoints", ENDPOINT)))
                .isInstanceOf(TcpOutput.class);
    }

    @Test
    void takesSeveralEndpoints() {
        Map<String, Object> two = Map.of("endpoints", List.of("a:1", "b:2"));

        TcpOutputConfig tcp = TcpOutputType.config(
                Arguments.read(TcpOutputType.TYPE, "module", with(two, "strategy", "round_robin")));
        assertThat(tcp.endpoints()).containsExactly(new Endpoint("a", 1), new Endpoint("b", 2));
        assertThat(tcp.strategy()).isEqualTo(TcpOutputConfig.Strategy.ROUND_ROBIN);
        UdpOutputConfig udp = UdpOutputType.config(Arguments.read(UdpOutputType.TYPE, "module", two));
        assertThat(udp.endpoints()).containsExactly(new Endpoint("a", 1), new Endpoint("b", 2));
        assertThatThrownBy(() -> UdpOutputType.TYPE.create("module", Map.of("endpoints", List.of())))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("a list of one or more host:port, such as [logs.example.org:6000]");
    }

    private static Map<String, Object> with(Map<String, Object> given, String name, Object value) {
        Map<String, Object> more = new HashMap<>(given);
        more.put(name, value);
        return more;
    }

    @Test
    void readsAReplayWindow() {
        assertThat(replay("off").bytes()).isZero();
        assertThat(replay(Map.of("bytes", "1MiB")))
                .isEqualTo(new StreamOutputConfig.Replay(1 << 20, Duration.ofSeconds(30)));
        assertThatThrownBy(() -> replay("on"))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("off, or a map such as {bytes: 4MiB, age: 30s}");
        assertThatThrownBy(() -> replay(Map.of("byte", 1)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("did you mean \"bytes\"?");
    }

    private static StreamOutputConfig.Replay replay(Object value) {
        return TcpOutputType.config(Arguments.read(
                        TcpOutputType.TYPE, "module", Map.of("endpoints", ENDPOINT, "replay_window", value)))
                .stream()
                .replay();
    }

    @Test
    void refusesAnEndpointWithoutAPort() {
        assertThatThrownBy(() -> TcpOutputType.TYPE.create("module", Map.of("endpoints", List.of("localhost"))))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("endpoint: \"localhost\" (expected: host:port");
    }
}
