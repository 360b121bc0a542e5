package io.wishbone.netty.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server with blocking sockets that serves one connection after the other and keeps what it reads from each. */
final class FakePeer implements AutoCloseable {
    /** What the peer does with a connection, the first being number 1. */
    interface Behaviour {
        void serve(Connection connection, int number) throws IOException;
    }

    /** A connection and what was read from it. */
    static final class Connection {
        private final Socket socket;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        private Connection(Socket socket) {
            this.socket = socket;
        }

        /** Reads so many bytes, or fewer if the other side closes before. */
        void read(long bytes) throws IOException {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            for (long left = bytes; left > 0; ) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    return;
                }
                synchronized (read) {
                    read.write(buffer, 0, count);
                }
                left -= count;
            }
        }

        void readToEnd() throws IOException {
            read(Long.MAX_VALUE);
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** What was read, as text of one character for each byte. */
        String text() {
            synchronized (read) {
                return read.toString(StandardCharsets.ISO_8859_1);
            }
        }
    }

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final List<Connection> connections = new ArrayList<>();
    private final Thread thread = new Thread(this::serveAll, "wishbone-test-peer");

    private FakePeer(int port, int receiveBufferBytes, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.server = new ServerSocket();
        if (receiveBufferBytes > 0) {
            server.setReceiveBufferSize(receiveBufferBytes);
        }
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        thread.start();
    }

    /** Reads everything that comes. */
    static FakePeer reading() throws IOException {
        return behaving((connection, number) -> connection.readToEnd());
    }

    static FakePeer behaving(Behaviour behaviour) throws IOException {
        return new FakePeer(0, 0, behaviour);
    }

    /** A peer whose kernel takes little before the peer reads. */
    static FakePeer withSmallBuffer(Behaviour behaviour) throws IOException {
        return new FakePeer(0, 4096, behaviour);
    }

    /** Reads everything that comes at an endpoint that {@link #unused} gave. */
    static FakePeer readingAt(String endpoint) throws IOException {
        return new FakePeer(Endpoint.parse(endpoint).port(), 0, (connection, number) -> connection.readToEnd());
    }

    /** An endpoint where nobody listens. */
    static String unused() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    String endpoint() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void serveAll() {
        while (!server.isClosed()) {
            Connection connection = accept();
            if (connection != null) {
                serve(connection);
            }
        }
    }

    private @Nullable Connection accept() {
        try {
            Connection connection = new Connection(server.accept());
            synchronized (connections) {
                connections.add(connection);
            }
            return connection;
        } catch (IOException closed) {
            return null;
        }
    }

    private void serve(Connection connection) {
        try (Socket ending = connection.socket) {
            behaviour.serve(connection, connections().size());
            ending.shutdownOutput();
        } catch (IOException ended) {
            // The other side reset the connection, or the test closed it.
        }
    }

    List<Connection> connections() {
        synchronized (connections) {
            return List.copyOf(connections);
        }
    }

    /** What was read from all connections, one after the other. */
    String text() {
        StringBuilder all = new StringBuilder();
        connections().forEach(connection -> all.append(connection.text()));
        return all.toString();
    }

    /** The lines of all connections; a part of a line at the end of a connection is left out. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Connection connection : connections()) {
            String text = connection.text();
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(lines::add);
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    /** Goes away, in the middle of a test; connections are closed. Idempotent. */
    void stop() throws IOException {
        server.close();
        for (Connection connection : connections()) {
            connection.socket.close();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
