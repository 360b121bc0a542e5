package io.wishbone.netty.output;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A blocking UDP socket on the loopback interface. */
final class UdpReceiver implements AutoCloseable {
    private final DatagramSocket socket;

    UdpReceiver() throws IOException {
        socket = new DatagramSocket(null);
        socket.setReceiveBufferSize(1 << 20);
        socket.setSoTimeout(20_000);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    String endpoint() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    byte[] receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    String text() throws IOException {
        return new String(receive(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
