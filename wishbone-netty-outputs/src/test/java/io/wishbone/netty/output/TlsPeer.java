package io.wishbone.netty.output;

import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A server of the JDK's blocking TLS sockets that serves one connection after the other. */
final class TlsPeer implements AutoCloseable {
    private final SSLServerSocket server;
    private final long cutAfterBytes;
    private final int cuts;
    private final List<ByteArrayOutputStream> connections = new ArrayList<>();
    private final BlockingQueue<String> clients = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();
    private volatile @Nullable SSLSocket serving;
    private final Thread thread = new Thread(this::serveAll, "wishbone-test-tls-peer");

    private TlsPeer(X509Bundle identity, @Nullable X509Bundle clients, int port, long cutAfterBytes, int cuts)
            throws IOException, GeneralSecurityException {
        this.cutAfterBytes = cutAfterBytes;
        this.cuts = cuts;
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                identity.toKeyManagerFactory().getKeyManagers(),
                clients == null ? null : new TrustManager[] {clients.toTrustManager()},
                null);
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        server.setReuseAddress(true);
        server.setNeedClientAuth(clients != null);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        thread.start();
    }

    /** Reads everything. */
    static TlsPeer reading(X509Bundle identity) throws IOException, GeneralSecurityException {
        return new TlsPeer(identity, null, 0, Long.MAX_VALUE, 0);
    }

    static TlsPeer readingAt(int port, X509Bundle identity) throws IOException, GeneralSecurityException {
        return new TlsPeer(identity, null, port, Long.MAX_VALUE, 0);
    }

    /** Wants certificates of clients, signed by an authority. */
    static TlsPeer asking(X509Bundle identity, X509Bundle authority) throws IOException, GeneralSecurityException {
        return new TlsPeer(identity, authority, 0, Long.MAX_VALUE, 0);
    }

    /** Resets the first connections after so many bytes. */
    static TlsPeer cutting(X509Bundle identity, long afterBytes, int cuts)
            throws IOException, GeneralSecurityException {
        return new TlsPeer(identity, null, 0, afterBytes, cuts);
    }

    private void serveAll() {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                serve(socket);
            } catch (IOException ended) {
                // The other side or the test has ended it.
            }
        }
    }

    private void serve(SSLSocket socket) throws IOException {
        serving = socket;
        socket.startHandshake();
        if (server.getNeedClientAuth()) {
            clients.add(socket.getSession().getPeerPrincipal().getName());
        }
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        int number;
        synchronized (connections) {
            connections.add(read);
            number = connections.size();
        }
        long limit = number <= cuts ? cutAfterBytes : Long.MAX_VALUE;
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8192];
        try {
            for (long left = limit; left > 0; ) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    ends.add(true);
                    return;
                }
                synchronized (connections) {
                    read.write(buffer, 0, count);
                }
                left -= count;
            }
            socket.setSoLinger(true, 0);
        } catch (SSLException noCloseNotify) {
            ends.add(false);
        }
    }

    /** Ends the connection that is being served. */
    void cut() throws IOException {
        SSLSocket socket = serving;
        if (socket != null) {
            socket.close();
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** The subject of the next client's certificate. */
    BlockingQueue<String> clients() {
        return clients;
    }

    /** For each connection that the other side ended, whether it did so in order, by close_notify. */
    BlockingQueue<Boolean> ends() {
        return ends;
    }

    /** What came on each connection, as text of one character for each byte. */
    List<String> texts() {
        synchronized (connections) {
            return connections.stream()
                    .map(read -> read.toString(StandardCharsets.ISO_8859_1))
                    .toList();
        }
    }

    /** Whole lines of all connections. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String text : texts()) {
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(lines::add);
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    /** Listens no more. Idempotent. */
    void stop() throws IOException {
        server.close();
        cut();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
