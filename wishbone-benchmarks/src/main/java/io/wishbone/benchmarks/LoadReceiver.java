package io.wishbone.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Takes what comes out of the pipe, on one connection at a time and a thread of its own, and has it checked. */
final class LoadReceiver implements LoadSink {
    private static final int BUFFER_BYTES = 256 << 10;

    private final ServerSocketChannel server;
    private final LineCheck lines;
    private final Thread thread = new Thread(this::receive, "load-receiver");

    LoadReceiver(int port, LineCheck lines) throws IOException {
        this.server = ServerSocketChannel.open();
        this.lines = lines;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void receive() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            while (true) {
                try (SocketChannel pipe = server.accept()) {
                    buffer.clear();
                    while (pipe.read(buffer) >= 0) {
                        lines.take(buffer);
                    }
                }
            }
        } catch (AsynchronousCloseException closed) {
            // The measurement has ended.
        } catch (IOException e) {
            System.err.println("receiving failed: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
