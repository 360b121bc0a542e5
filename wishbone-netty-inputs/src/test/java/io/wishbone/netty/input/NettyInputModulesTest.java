package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleCatalog;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NettyInputModulesTest {
    @Test
    void areFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ModuleCatalog.class))
                .flatMap(ModuleCatalog::moduleTypes)
                .extracting(Object::toString)
                .contains("wishbone.input.tcp", "wishbone.input.udp");
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
    void acceptsFramingAsNameAndAsMap() {
        assertThat(TcpInputType.TYPE.create("module", Map.of("port", 0, "framing", "lines")))
                .isInstanceOf(TcpInput.class);
        assertThat(TcpInputType.TYPE.create("module", Map.of("port", 0, "framing", Map.of("type", "lines"))))
                .isInstanceOf(TcpInput.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "Lines", ""})
    void refusesAFramingThatDoesNotExist(String framing) {
        assertThatThrownBy(() -> TcpInputType.TYPE.create("module", Map.of("port", 0, "framing", framing)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("lines");
        assertThatThrownBy(
                        () -> TcpInputType.TYPE.create("module", Map.of("port", 0, "framing", Map.of("type", framing))))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("lines");
    }

    @Test
    void refusesWhatLinesDoNotTake() {
        Map<String, Object> framing = Map.of("type", "lines", "bytes", 4);

        assertThatThrownBy(() -> TcpInputType.TYPE.create("module", Map.of("port", 0, "framing", framing)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("{type: lines}, which takes nothing else");
    }
}
