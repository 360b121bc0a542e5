package io.wishbone.testkit.chaos;

import io.wishbone.testkit.chaos.Fault.Cut;
import io.wishbone.testkit.chaos.Fault.HalfClose;
import io.wishbone.testkit.chaos.Fault.Reset;
import io.wishbone.testkit.chaos.Fault.Stall;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A connection to the proxy and the one behind the proxy that belongs to it. <em>Thread-safe.</em> */
final class Link {
    private final Socket client;
    private final Socket upstream;
    private final Gate gate;
    private final List<Thread> threads;
    private final Set<Direction> ended = EnumSet.noneOf(Direction.class);
    private final Map<Direction, Long> stalledUntil = new EnumMap<>(Direction.class);
    private final CountDownLatch over = new CountDownLatch(1);

    Link(int number, Socket client, Socket upstream, Gate gate, List<Fault> faults) {
        this.client = client;
        this.upstream = upstream;
        this.gate = gate;
        this.threads = List.of(
                thread(number, "up", new Pump(this, Direction.TO_UPSTREAM, client, upstream, faults)),
                thread(number, "down", new Pump(this, Direction.TO_CLIENT, upstream, client, faults)));
    }

    private static Thread thread(int number, String way, Pump pump) {
        Thread thread = new Thread(pump, "wishbone-chaos-" + number + "-" + way);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        threads.forEach(Thread::start);
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Whether it is over and its threads have ended, too. */
    boolean isDone() {
        return isOver() && threads.stream().noneMatch(Thread::isAlive);
    }

    /** Makes a fault happen. */
    void happen(Fault fault) throws IOException {
        if (fault instanceof Cut) {
            cut();
        } else if (fault instanceof Reset) {
            reset();
        } else if (fault instanceof HalfClose half) {
            end(half.ended());
        } else if (fault instanceof Stall stall) {
            long until = System.nanoTime() + stall.time().toNanos();
            synchronized (this) {
                stall.stalled().forEach(direction -> stalledUntil.put(direction, until));
            }
        }
    }

    synchronized boolean isEnded(Direction direction) {
        return ended.contains(direction);
    }

    /** Ends a direction; with the second one both sockets are closed. */
    synchronized void end(Direction direction) throws IOException {
        if (ended.add(direction) && !isOver()) {
            (direction == Direction.TO_UPSTREAM ? upstream : client).shutdownOutput();
            if (ended.size() == Direction.values().length) {
                close(false);
            }
        }
    }

    void cut() {
        close(false);
    }

    void reset() {
        close(true);
    }

    private synchronized void close(boolean reset) {
        if (isOver()) {
            return;
        }
        over.countDown();
        close(client, reset);
        close(upstream, reset);
        // For one that waits at the gate; those that read or write see that their socket was closed.
        threads.forEach(Thread::interrupt);
    }

    static void close(Socket socket, boolean reset) {
        try (socket) {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    /** Waits, unless the link is over before. */
    void pause(Duration time) throws InterruptedException {
        if (!time.isZero()) {
            boolean isOver = over.await(time.toNanos(), TimeUnit.NANOSECONDS);
            if (isOver) {
                throw new InterruptedException("the link is over");
            }
        }
    }

    /** Waits until a direction does not stand still. */
    void awaitPassage(Direction direction) throws InterruptedException {
        gate.awaitOpen(direction);
        pause(Duration.ofNanos(Math.max(0, stallNanos(direction))));
    }

    private synchronized long stallNanos(Direction direction) {
        Long until = stalledUntil.get(direction);
        return until == null ? 0 : until - System.nanoTime();
    }

    void count(Direction direction, int bytes) {
        gate.bytes(direction).add(bytes);
    }

    /** Waits for the threads of a link that is over. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
