package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.wishbone.log.LogRecord;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Transport.class)
class UdpMulticastIT {
    private static final String GROUP = "239.255.77.1";

    private final Transport transport;
    private final EventLoops loops;
    private final MulticastSocket member;
    private final NetworkInterface loopback;

    UdpMulticastIT(Transport transport) throws IOException {
        assumeThat(transport.isAvailable()).isTrue();
        this.transport = transport;
        loops = EventLoops.create(transport, 1);
        loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        member = new MulticastSocket(0);
        member.setSoTimeout(20_000);
        member.joinGroup(new InetSocketAddress(GROUP, 0), loopback);
    }

    @AfterEach
    void close() {
        member.close();
        loops.close();
    }

    private DatagramRig start(UdpOutputConfig.Multicast multicast) {
        return new DatagramRig(new UdpOutput(UdpOutputConfig.builder()
                .endpoint(GROUP + ":" + member.getLocalPort())
                .multicast(multicast)
                .minBackoff(Duration.ofMillis(1))
                .maxBackoff(Duration.ofMillis(20))
                .eventLoops(loops)
                .build()));
    }

    private String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        member.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void sendsToAGroupByTheInterfaceOfAnAddress() throws IOException {
        try (DatagramRig rig = start(new UdpOutputConfig.Multicast(0, "127.0.0.1", true))) {
            rig.feed("text");

            assertThat(receive()).isEqualTo("text");
            rig.awaitEnded(1);
        }
    }

    @Test
    void sendsToAGroupByTheInterfaceOfAName() throws IOException {
        try (DatagramRig rig = start(new UdpOutputConfig.Multicast(1, loopback.getName(), true))) {
            rig.feed("text");

            assertThat(receive()).isEqualTo("text");
        }
    }

    @Test
    void tellsWhichInterfacesThereAre() {
        try (DatagramRig rig = start(new UdpOutputConfig.Multicast(1, "none7", true))) {
            rig.feed("text");

            await().untilAsserted(() -> assertThat(rig.logs.data())
                    .extracting(log -> ((LogRecord) log).message())
                    .anyMatch(message -> message.contains("there is no interface \"none7\" (expected: one of ")
                            && message.contains(loopback.getName())));
            assertThat(rig.failed.events()).isEmpty();
        }
    }

    /** What the kernel says, as what it does cannot be seen on one host. */
    @Test
    void setsWhatTheKernelIsToDo() throws IOException {
        InetAddress group = InetAddress.getByName(GROUP);
        UdpPeer peer = new UdpPeer(
                new Endpoint(GROUP, member.getLocalPort()),
                new UdpOutputConfig.Multicast(7, loopback.getName(), false));

        Channel socket = peer.newSocket(loops, new InetSocketAddress(group, member.getLocalPort()));
        try {
            assertThat(socket.config().getOption(MulticastOptions.ttl(transport, group)))
                    .isEqualTo(7);
            if (transport == Transport.NIO) {
                assertThat(socket.config().getOption(ChannelOption.IP_MULTICAST_LOOP_DISABLED))
                        .isTrue();
            } else {
                assertThat(socket.config().getOption(MulticastOptions.loopback(transport, group)))
                        .isZero();
            }
        } finally {
            socket.unsafe().closeForcibly();
        }
    }
}
