package io.wishbone.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A plain-socket peer that keeps the lines of one connection. <em>Thread-safe.</em> */
final class LineServer implements AutoCloseable {
    private final ServerSocket server;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LineServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread reader = new Thread(this::read, "line-server");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (Socket peer = server.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    String endpoint() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
