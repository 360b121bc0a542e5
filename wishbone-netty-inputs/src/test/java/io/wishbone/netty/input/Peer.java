package io.wishbone.netty.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client with a blocking socket. */
final class Peer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final OutputStream out;

    Peer(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** One that comes from an address of this machine. */
    static Peer from(String address, InetSocketAddress to) throws IOException {
        return new Peer(new Socket(to.getAddress(), to.getPort(), InetAddress.getByName(address), 0));
    }

    Socket socket() {
        return socket;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Sends text of one character for each byte. */
    Peer send(String latin1) throws IOException {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    Peer send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Ends this side of the connection. */
    Peer endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** What comes until LF, and that; empty at the end. */
    String receiveLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = 0;
        while (next != '\n') {
            next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** All that comes until the other side ends in an orderly way. */
    String receiveAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Waits until the other side has closed or reset the connection. */
    void awaitEnd() throws IOException {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // Whatever comes is skipped.
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
