package io.wishbone.benchmarks;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Drives a pipe as fast as it goes and checks what comes out: numbered lines of 256 bytes over any number of TCP
 * connections into one port, and from another port back.
 *
 * <p>The pipe has to be running, or about to. It is measured after a warm-up, from the receiver's side: messages a
 * second, and the CPU time that its process used for them (Linux: {@code /proc/PID/stat}). Then sending ends, and
 * everything that was sent has to come out, in order for each connection; if not, the exit code is 1.
 */
public final class LoadGenerator {
    private static final long NANOS = 1_000_000_000L;

    private LoadGenerator() {}

    /**
     * Runs once and prints one line of {@code name=value} pairs.
     *
     * @param args the port to send to, the port to receive on, how many connections, seconds of warm-up, seconds to
     *     measure, and the process id of the pipe
     * @throws IOException if a connection can't be made or breaks
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 6) {
            System.err.println("usage: LoadGenerator SEND_PORT RECEIVE_PORT CONNECTIONS WARM_UP_SECONDS SECONDS PID");
            System.exit(2);
        }
        int sendPort = Integer.parseInt(args[0]);
        int connections = Integer.parseInt(args[2]);
        PipeProcess pipe = new PipeProcess(Long.parseLong(args[5]));
        try (LoadReceiver receiver = new LoadReceiver(Integer.parseInt(args[1]), connections)) {
            receiver.start();
            try (LoadSender sender = LoadSender.connect(sendPort, connections)) {
                sender.start();
                TimeUnit.SECONDS.sleep(Long.parseLong(args[3]));
                Reading begin = Reading.of(receiver, pipe);
                TimeUnit.SECONDS.sleep(Long.parseLong(args[4]));
                Reading end = Reading.of(receiver, pipe);
                long sent = sender.finish();
                receiver.awaitAll(sent);
                print(begin, end, sent, receiver);
                if (receiver.received() != sent || receiver.faults() > 0) {
                    System.exit(1);
                }
            }
        }
    }

    private static void print(Reading begin, Reading end, long sent, LoadReceiver receiver) {
        long messages = end.messages - begin.messages;
        double seconds = (double) (end.nanos - begin.nanos) / NANOS;
        double cpuSeconds = end.cpuSeconds - begin.cpuSeconds;
        System.out.printf(
                Locale.ROOT,
                "msgs_per_s=%.0f cpu_s_per_million=%.3f cores=%.2f peak_mb=%d sent=%d received=%d lost=%d out_of_order=%d%n",
                messages / seconds,
                cpuSeconds * 1e6 / messages,
                cpuSeconds / seconds,
                end.peakMegabytes,
                sent,
                receiver.received(),
                Math.max(0, sent - receiver.received()),
                receiver.faults());
    }

    private record Reading(long nanos, long messages, double cpuSeconds, long peakMegabytes) {
        static Reading of(LoadReceiver receiver, PipeProcess pipe) throws IOException {
            return new Reading(System.nanoTime(), receiver.received(), pipe.cpuSeconds(), pipe.peakMegabytes());
        }
    }
}
