package io.wishbone.examples.thermometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.router.Router;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the bootstrap file sends telegrams. */
class ThermometerIT {
    private static final Path FILE = Path.of("bootstrap/own-modules/thermometer.yaml");

    @Test
    void sendsTelegrams() throws Exception {
        try (ServerSocket station = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Router router = BootstrapLoader.create(
                                Catalog.installed(), Map.of("STATION", "127.0.0.1:" + station.getLocalPort()))
                        .load(FILE)
                        .createRouter()) {
            router.start();
            try (Socket peer = station.accept()) {
                peer.setSoTimeout(20_000);
                byte[] telegram = peer.getInputStream().readNBytes(20);

                assertThat(ByteBufUtil.hexDump(telegram)).isEqualTo("544d01000b000053fc6b69746368656ebe6fee43");
            }
        }
    }
}
