package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.router.Router;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** That outputs send what a protocol makes of events, and fail what it cannot encode. */
class ProtocolIT {
    private static final Protocol BRACKETS = Protocol.encoding("brackets", context -> event -> {
        if (event.text().equals("1")) {
            throw new ProtocolException("data is 1 (expected: any other number)");
        }
        return ("[" + event.text() + "]").getBytes(StandardCharsets.UTF_8);
    });

    @Test
    void encodesLines() throws Exception {
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.protocol(BRACKETS))) {
            rig.feeder.feed(3, number -> "" + number);
            rig.awaitSuccessful(2);

            Awaitility.await().until(() -> peer.lines().size() == 2);
            assertThat(peer.lines()).containsExactly("[0]", "[2]");
            assertThat(rig.successful.data()).containsExactly("0", "2");
            assertThat(rig.failed.data()).containsExactly("1");
        }
    }

    @Test
    void encodesDatagrams() throws Exception {
        Feeder feeder = new Feeder();
        Collector failed = new Collector();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Router router = Router.create()) {
            socket.setSoTimeout(20_000);
            router.registerModule("feed", feeder);
            router.registerModule(
                    "out",
                    new UdpOutput(UdpOutputConfig.builder()
                            .endpoint("127.0.0.1:" + socket.getLocalPort())
                            .protocol(BRACKETS)
                            .build()));
            router.registerModule("failed", failed);
            router.connect("feed.outbox", "out.inbox");
            router.connect("out.failed", "failed.inbox");
            router.start();
            feeder.feed(3, number -> "" + number);

            assertThat(receive(socket)).isEqualTo("[0]");
            assertThat(receive(socket)).isEqualTo("[2]");
            Awaitility.await().until(() -> failed.data().size() == 1);
            assertThat(failed.data()).containsExactly("1");
        }
    }

    private static String receive(DatagramSocket socket) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }
}
