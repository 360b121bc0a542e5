package io.wishbone.netty.input;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client with a blocking socket. */
final class Peer implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;

    Peer(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        out = socket.getOutputStream();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Sends text of one character for each byte. */
    Peer send(String latin1) throws IOException {
        out.write(latin1.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Waits until the other side has closed or reset the connection. */
    void awaitEnd() throws IOException {
        socket.setSoTimeout(30_000);
        try {
            while (socket.getInputStream().read() >= 0) {
                // Inputs send nothing; whatever came would be skipped.
            }
        } catch (SocketException reset) {
            // As good as a close.
        }
    }

    /** Closes with a reset instead of a FIN. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
