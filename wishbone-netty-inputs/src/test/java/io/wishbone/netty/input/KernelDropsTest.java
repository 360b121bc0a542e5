package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelDropsTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 8080, 0100007F:1F90",
        "0.0.0.0, 53, 00000000:0035",
        "192.168.1.2, 65535, 0201A8C0:FFFF",
        "::1, 514, 00000000000000000000000001000000:0202",
        "2001:db8::ff, 1, B80D01200000000000000000FF000000:0001"
    })
    void writesAnAddressAsTheKernelDoes(String host, int port, String expected) throws UnknownHostException {
        assumeThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);

        assertThat(KernelDrops.hexOf(new InetSocketAddress(InetAddress.getByName(host), port)))
                .isEqualTo(expected);
    }
}
