package io.wishbone.examples.thermometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.router.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the bootstrap files send telegrams, and take them and answer. */
class ThermometerIT {
    private static final Path FILE = Path.of("bootstrap/own-modules/thermometer.yaml");
    private static final Path STATION = Path.of("bootstrap/own-modules/weather-station.yaml");
    private static final String KITCHEN = "544d01000b000053fc6b69746368656ebe6fee43";

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

                assertThat(ByteBufUtil.hexDump(telegram)).isEqualTo(KITCHEN);
            }
        }
    }

    @Test
    void takesTelegramsAndSendsThemBack() throws Exception {
        int port = freePort();
        try (Router router = BootstrapLoader.create(Catalog.installed(), Map.of("PORT", Integer.toString(port)))
                .load(STATION)
                .createRouter()) {
            router.start();
            try (Socket thermometer = new Socket(InetAddress.getLoopbackAddress(), port)) {
                thermometer.setSoTimeout(20_000);
                byte[] telegram = ByteBufUtil.decodeHexDump(KITCHEN);
                thermometer.getOutputStream().write(telegram, 0, 7);
                thermometer.getOutputStream().write(telegram, 7, telegram.length - 7);
                thermometer.shutdownOutput();

                byte[] receipt = thermometer.getInputStream().readAllBytes();

                assertThat(ByteBufUtil.hexDump(receipt)).isEqualTo(KITCHEN);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
