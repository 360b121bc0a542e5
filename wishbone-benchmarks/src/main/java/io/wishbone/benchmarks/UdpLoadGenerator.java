package io.wishbone.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Offers datagrams of 256 bytes to a pipe at a fixed rate, and counts how many come out.
 *
 * <p>What the machine cannot send in time is not offered, so the rate that was offered is told, too. Sending is in
 * bursts of what was due since the last one, at most 64.
 */
public final class UdpLoadGenerator {
    private static final int KERNEL_BUFFER = 4 << 20;
    private static final int MOST_AT_ONCE = 64;
    private static final long PAUSE_NANOS = 50_000;
    private static final int WARM_UP_RATE = 50_000;
    private static final long NANOS = 1_000_000_000L;
    private static final int SETTLE_MILLIS = 500;
    private static final int START_MILLIS = 1500;

    private final DatagramChannel[] senders;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(NumberedLine.LENGTH);
    private volatile long received;

    private UdpLoadGenerator(int port, int sockets) throws IOException {
        this.senders = new DatagramChannel[sockets];
        NumberedLine.prepare(datagram, 0);
        for (int i = 0; i < sockets; i++) {
            senders[i] = DatagramChannel.open();
            senders[i].connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
    }

    /**
     * Runs once and prints one line of {@code name=value} pairs.
     *
     * @param args the port to send to, the port to receive on, datagrams a second, how many sockets send, seconds of
     *     warm-up, seconds to measure, and the process id of the pipe
     * @throws IOException if a socket can't be used
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 7) {
            System.err.println(
                    "usage: UdpLoadGenerator SEND_PORT RECEIVE_PORT RATE SOCKETS WARM_UP_SECONDS SECONDS PID");
            System.exit(2);
        }
        int rate = Integer.parseInt(args[2]);
        PipeProcess pipe = new PipeProcess(Long.parseLong(args[6]));
        UdpLoadGenerator load = new UdpLoadGenerator(Integer.parseInt(args[0]), Integer.parseInt(args[3]));
        try (DatagramChannel receiver = DatagramChannel.open()) {
            receiver.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER);
            receiver.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])));
            Thread thread = new Thread(() -> load.receive(receiver), "load-receiver");
            thread.setDaemon(true);
            thread.start();
            // The pipe may still be starting.
            TimeUnit.MILLISECONDS.sleep(START_MILLIS);
            load.send(Math.min(rate, WARM_UP_RATE), Long.parseLong(args[4]));
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
            load.measure(rate, Long.parseLong(args[5]), pipe);
        }
    }

    private void measure(int rate, long seconds, PipeProcess pipe) throws IOException, InterruptedException {
        long before = received;
        double cpu = pipe.cpuSeconds();
        long sent = send(rate, seconds);
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        long delivered = received - before;
        System.out.printf(
                Locale.ROOT,
                "offered_per_s=%d delivered_ratio=%.4f cpu_s_per_million=%.3f peak_mb=%d sent=%d received=%d%n",
                sent / seconds,
                (double) delivered / sent,
                (pipe.cpuSeconds() - cpu) * 1e6 / delivered,
                pipe.peakMegabytes(),
                sent,
                delivered);
    }

    /** Returns how many were sent. */
    private long send(int rate, long seconds) throws IOException {
        long begin = System.nanoTime();
        long end = seconds * NANOS;
        long sent = 0;
        long missed = 0;
        for (long now = 0; now < end; now = System.nanoTime() - begin) {
            long due = now * rate / NANOS - sent - missed;
            long burst = Math.min(due, MOST_AT_ONCE);
            for (long i = 0; i < burst; i++) {
                send(sent++);
            }
            if (due <= MOST_AT_ONCE) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } else if (due > rate / 10) {
                // Behind by a tenth of a second: the machine cannot do it.
                missed += due - burst;
            }
        }
        return sent;
    }

    private void send(long number) throws IOException {
        datagram.clear();
        datagram.putLong(0, NumberedLine.toHex((int) number));
        try {
            senders[(int) (number / MOST_AT_ONCE % senders.length)].write(datagram);
        } catch (PortUnreachableException e) {
            // The pipe does not listen yet; what is sent then is lost as anything else.
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
    private void receive(DatagramChannel receiver) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(2 * NumberedLine.LENGTH);
        try {
            while (true) {
                buffer.clear();
                receiver.receive(buffer);
                if (buffer.position() == NumberedLine.LENGTH) {
                    received++;
                }
            }
        } catch (AsynchronousCloseException closed) {
            // The measurement has ended.
        } catch (IOException e) {
            System.err.println("receiving failed: " + e);
        }
    }
}
