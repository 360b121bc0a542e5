package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.wishbone.testkit.chaos.NumberedMessages;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A receiver that keeps up: it reads lines from one connection after the other and notes them at once. What a
 * connection ends with that is no whole line is dropped.
 */
final class NumberedReceiver implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final Thread thread = new Thread(this::serveAll, "wishbone-test-receiver");
    private final NumberedMessages messages;
    private final boolean acknowledges;
    private volatile int served;

    /** @param acknowledges whether it tells by lines how many messages of a connection it has noted */
    NumberedReceiver(NumberedMessages messages, boolean acknowledges) throws IOException {
        this.messages = messages;
        this.acknowledges = acknowledges;
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many connections have come and ended. */
    int served() {
        return served;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
    private void serveAll() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                readLines(socket);
                served++;
            } catch (IOException e) {
                // Closed: the test is over.
            }
        }
    }

    private void readLines(Socket socket) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int noted = 0;
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    messages.received(line.toByteArray());
                    line.reset();
                    noted++;
                    if (acknowledges && in.available() == 0) {
                        socket.getOutputStream().write(("ack " + noted + "\n").getBytes(US_ASCII));
                    }
                } else {
                    line.write(next);
                }
            }
        } catch (IOException reset) {
            // As good an end as any.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
