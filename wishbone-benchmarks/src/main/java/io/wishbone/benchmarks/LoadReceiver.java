package io.wishbone.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Takes what comes out of the pipe, on one connection at a time and a thread of its own, and checks that each line is
 * the next of its sender's connection.
 */
final class LoadReceiver implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final long QUIET_NANOS = 5_000_000_000L;

    private final ServerSocketChannel server;
    private final Thread thread = new Thread(this::receive, "load-receiver");
    private final int[] expected;
    private volatile long received;
    private volatile long faults;

    LoadReceiver(int port, int connections) throws IOException {
        this.server = ServerSocketChannel.open();
        this.expected = new int[connections];
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    long received() {
        return received;
    }

    /** Lines that were not the next of their connection, or were not whole. */
    long faults() {
        return faults;
    }

    /** Returns when so many lines have come, or none for five seconds. */
    void awaitAll(long sent) throws InterruptedException {
        long before = -1;
        long changed = System.nanoTime();
        while (received < sent && System.nanoTime() - changed < QUIET_NANOS) {
            if (received != before) {
                before = received;
                changed = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void receive() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            while (true) {
                try (SocketChannel pipe = server.accept()) {
                    buffer.clear();
                    while (pipe.read(buffer) >= 0) {
                        check(buffer);
                    }
                }
            }
        } catch (AsynchronousCloseException closed) {
            // The measurement has ended.
        } catch (IOException e) {
            System.err.println("receiving failed: " + e);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
    private void check(ByteBuffer buffer) {
        buffer.flip();
        int lines = buffer.remaining() / NumberedLine.LENGTH;
        for (int i = 0; i < lines; i++) {
            check(buffer, i * NumberedLine.LENGTH);
        }
        received += lines;
        buffer.position(lines * NumberedLine.LENGTH);
        buffer.compact();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
    private void check(ByteBuffer buffer, int at) {
        int connection = NumberedLine.fromHex(buffer.getLong(at + Long.BYTES));
        int number = NumberedLine.fromHex(buffer.getLong(at));
        boolean isWhole =
                buffer.get(at + NumberedLine.LENGTH - 1) == '\n' && connection >= 0 && connection < expected.length;
        if (!isWhole || number != expected[connection]) {
            faults++;
        }
        if (isWhole) {
            expected[connection] = number + 1;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
