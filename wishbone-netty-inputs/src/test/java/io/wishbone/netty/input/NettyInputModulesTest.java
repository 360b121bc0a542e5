package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleCatalog;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.LengthField;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class NettyInputModulesTest {
    @Test
    void areFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ModuleCatalog.class))
                .flatMap(ModuleCatalog::moduleTypes)
                .extracting(Object::toString)
                .contains("wishbone.input.tcp", "wishbone.input.udp", "wishbone.input.unix_datagram");
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
}
