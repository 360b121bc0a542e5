package io.wishbone.testkit.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A TCP proxy on a free port of the loopback address that breaks connections: by a {@link ChaosSchedule}, or when it is
 * told to. A connection for which nothing is scheduled passes bytes, ends of streams and resets on as they come.
 *
 * <p>Two threads serve each connection, and one accepts them; {@link #close} ends all. <em>Thread-safe.</em>
 */
public final class ChaosProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;

    private final ServerSocket server;
    private final ChaosSchedule schedule;
    private final Gate gate = new Gate();
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final Thread acceptor = new Thread(this::acceptAll, "wishbone-chaos-accept");
    private volatile InetSocketAddress upstream;
    private volatile boolean refuses;
    private volatile int connections;

    private ChaosProxy(InetSocketAddress upstream, ChaosSchedule schedule) throws IOException {
        this.upstream = upstream;
        this.schedule = schedule;
        this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        acceptor.setDaemon(true);
    }

    /**
     * Listens, and passes on to a port of the loopback address.
     *
     * @throws UncheckedIOException if it cannot listen
     */
    public static ChaosProxy start(int upstreamPort, ChaosSchedule schedule) {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), upstreamPort), schedule);
    }

    /**
     * Listens, and passes on to an address.
     *
     * @throws UncheckedIOException if it cannot listen
     */
    public static ChaosProxy start(InetSocketAddress upstream, ChaosSchedule schedule) {
        try {
            ChaosProxy proxy = new ChaosProxy(upstream, schedule);
            proxy.acceptor.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen", e);
        }
    }

    /** The port where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** The loopback address and the port where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    }

    /** Passes the connections that come from now on to another port of the loopback address. */
    public void upstream(int port) {
        upstream = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * Says whether connections that come from now on are refused. They are reset as soon as they are made; the port
     * stays taken, so that nobody else gets it.
     */
    public void refuse(boolean refuse) {
        refuses = refuse;
    }

    /**
     * How many connections were passed on so far; those that were refused, or that nobody took behind it, do not count.
     */
    public int connections() {
        return connections;
    }

    /** How many connections there are now. */
    public int live() {
        return (int) links.stream().filter(link -> !link.isOver()).count();
    }

    /** How many bytes were passed on in a direction, by all connections. */
    public long bytes(Direction direction) {
        return gate.bytes(direction).sum();
    }

    /** Closes both sides of all connections; see {@link Fault.Cut}. */
    public void cut() {
        links.forEach(Link::cut);
    }

    /** Resets both sides of all connections; see {@link Fault.Reset}. */
    public void reset() {
        links.forEach(Link::reset);
    }

    /** Ends a direction of all connections; see {@link Fault.HalfClose}. */
    public void halfClose(Direction ended) {
        links.forEach(ignoringGone(link -> link.end(ended)));
    }

    /** Passes nothing on in a direction until {@link #resume}; those that come later stand still, too. Idempotent. */
    public void stall(Direction direction) {
        gate.stall(direction);
    }

    /** Goes on after {@link #stall}. Idempotent. */
    public void resume(Direction direction) {
        gate.resume(direction);
    }

    private interface LinkAction {
        void on(Link link) throws IOException;
    }

    private static Consumer<Link> ignoringGone(LinkAction action) {
        return link -> {
            try {
                action.on(link);
            } catch (IOException gone) {
                // A connection that has ended by itself needs no fault.
            }
        };
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                accepted(client);
            } catch (IOException e) {
                // Closed; or the client was gone before it was accepted.
            }
        }
    }

    private void accepted(Socket client) {
        if (refuses) {
            Link.close(client, true);
            return;
        }
        int number = connections + 1;
        Socket behind = new Socket();
        Link link = new Link(number, client, behind, gate, schedule.faults(number));
        // Known before the other side is connected: who has accepted there may tell the proxy to break it at once.
        links.removeIf(Link::isDone);
        links.add(link);
        try {
            behind.setTcpNoDelay(true);
            behind.connect(upstream, CONNECT_MILLIS);
        } catch (IOException e) {
            link.reset();
            links.remove(link);
            return;
        }
        connections = number;
        link.start();
    }

    /** Stops listening, resets all connections, and returns when its threads have ended. Idempotent. */
    @Override
    public void close() {
        try {
            server.close();
            acceptor.join();
            for (Link link : links) {
                link.reset();
                link.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
