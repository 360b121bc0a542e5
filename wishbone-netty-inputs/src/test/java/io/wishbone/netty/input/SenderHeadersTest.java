package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Header;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderHeadersTest {
    private final SenderHeaders headers = new SenderHeaders("listen", 514);

    private static InetSocketAddress sender(int host, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host}), port);
    }

    @Test
    void keepsTheHeaderOfASender() throws UnknownHostException {
        Header first = headers.of(sender(1, 1000));

        assertThat(headers.of(sender(1, 1000))).isSameAs(first);
        assertThat(headers.of(sender(1, 1001))).isNotEqualTo(first);
        assertThat(headers.of(sender(2, 1000))).isNotEqualTo(first);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void givesEachSenderItsOwnHeader(long seed) throws UnknownHostException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            int host = random.nextInt(1, 20);
            int port = random.nextInt(1, 100);

            assertThat(headers.of(sender(host, port)))
                    .isEqualTo(Header.of(
                            "listen",
                            Map.of(
                                    "remote_address",
                                    "10.0.0." + host,
                                    "remote_port",
                                    port,
                                    "local_port",
                                    514,
                                    "transport",
                                    "udp")));
        }
    }
}
