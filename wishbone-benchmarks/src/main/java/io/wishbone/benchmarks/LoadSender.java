package io.wishbone.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** Sends numbered lines over several connections, each as fast as it takes them, from one thread of its own. */
final class LoadSender implements LoadSource {
    private static final int CONNECT_ATTEMPTS = 200;
    private static final long RETRY_MILLIS = 50;

    private final Selector selector;
    private final Thread thread = new Thread(this::send, "load-sender");
    private volatile boolean finishing;
    private volatile boolean broken;
    private int open;
    private long sent;

    private LoadSender() throws IOException {
        this.selector = Selector.open();
    }

    static LoadSender connect(int port, int connections) throws IOException, InterruptedException {
        LoadSender sender = new LoadSender();
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = connect(port);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(sender.selector, SelectionKey.OP_WRITE, new Lines(i));
            sender.open++;
        }
        return sender;
    }

    /** The pipe may still be starting. */
    private static SocketChannel connect(int port) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                if (attempt == CONNECT_ATTEMPTS) {
                    throw new IOException("no pipe listens on port " + port, e);
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    @Override
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void send() {
        try {
            while (open > 0) {
                selector.select(this::sendSome);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Writes once, so that all connections get their turn. */
    private void sendSome(SelectionKey key) {
        Lines lines = (Lines) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (!lines.buffer.hasRemaining()) {
                if (finishing) {
                    sent += lines.next;
                    open--;
                    channel.close();
                    return;
                }
                lines.refill();
            }
            channel.write(lines.buffer);
        } catch (IOException e) {
            fail(e);
            open--;
            key.cancel();
        }
    }

    private void fail(IOException cause) {
        System.err.println("sending failed: " + cause);
        broken = true;
    }

    @Override
    public long finish() throws IOException, InterruptedException {
        finishing = true;
        thread.join();
        if (broken) {
            throw new IOException("a connection to the pipe broke");
        }
        return sent;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    /** What one connection sends next. */
    private static final class Lines {
        private static final int LINES = 256;

        private final ByteBuffer buffer = ByteBuffer.allocateDirect(LINES * NumberedLine.LENGTH);
        private int next;

        Lines(int connection) {
            NumberedLine.prepare(buffer, connection);
            buffer.position(buffer.limit());
        }

        void refill() {
            for (int at = 0; at < buffer.capacity(); at += NumberedLine.LENGTH) {
                buffer.putLong(at, NumberedLine.toHex(next++));
            }
            buffer.clear();
        }
    }
}
