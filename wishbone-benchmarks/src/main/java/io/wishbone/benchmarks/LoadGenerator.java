package io.wishbone.benchmarks;

import io.wishbone.benchmarks.BenchTls.Side;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
     *     measure, and the process id of the pipe; then, for a pipe that speaks TLS, {@code in} or {@code out}, the
     *     provider and the directory of the certificate, as for {@link RelayPipe}, but the provider is this side's
     * @throws IOException if a connection can't be made or breaks
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 6 && args.length != 9) {
            System.err.println("usage: LoadGenerator SEND_PORT RECEIVE_PORT CONNECTIONS WARM_UP_SECONDS SECONDS PID"
                    + " [in|out jdk|openssl|auto DIRECTORY]");
            System.exit(2);
        }
        BenchTls tls = BenchTls.parse(args, 6);
        LineCheck lines = new LineCheck(Integer.parseInt(args[2]));
        try (LoadSink receiver = receiver(Integer.parseInt(args[1]), lines, tls)) {
            receiver.start();
            try (LoadSource sender = sender(Integer.parseInt(args[0]), Integer.parseInt(args[2]), tls)) {
                sender.start();
                run(args, sender, lines);
            }
        }
    }

    private static void run(String[] args, LoadSource sender, LineCheck lines)
            throws IOException, InterruptedException {
        PipeProcess pipe = new PipeProcess(Long.parseLong(args[5]));
        PipeProcess self = new PipeProcess(ProcessHandle.current().pid());
        TimeUnit.SECONDS.sleep(Long.parseLong(args[3]));
        Reading begin = Reading.of(lines, pipe, self);
        TimeUnit.SECONDS.sleep(Long.parseLong(args[4]));
        Reading end = Reading.of(lines, pipe, self);
        long sent = sender.finish();
        lines.awaitAll(sent);
        print(begin, end, sent, lines);
        if (lines.received() != sent || lines.faults() > 0) {
            System.exit(1);
        }
    }

    private static LoadSink receiver(int port, LineCheck lines, @Nullable BenchTls tls)
            throws IOException, InterruptedException {
        return tls != null && tls.side() == Side.OUT
                ? new TlsLoadReceiver(port, lines, tls)
                : new LoadReceiver(port, lines);
    }

    private static LoadSource sender(int port, int connections, @Nullable BenchTls tls)
            throws IOException, InterruptedException {
        return tls != null && tls.side() == Side.IN
                ? TlsLoadSender.connect(port, connections, tls)
                : LoadSender.connect(port, connections);
    }

    private static void print(Reading begin, Reading end, long sent, LineCheck lines) {
        long messages = end.messages - begin.messages;
        double seconds = (double) (end.nanos - begin.nanos) / NANOS;
        double cpuSeconds = end.cpuSeconds - begin.cpuSeconds;
        System.out.printf(
                Locale.ROOT,
                "msgs_per_s=%.0f cpu_s_per_million=%.3f cores=%.2f load_cores=%.2f peak_mb=%d sent=%d received=%d lost=%d out_of_order=%d%n",
                messages / seconds,
                cpuSeconds * 1e6 / messages,
                cpuSeconds / seconds,
                (end.loadCpuSeconds - begin.loadCpuSeconds) / seconds,
                end.peakMegabytes,
                sent,
                lines.received(),
                Math.max(0, sent - lines.received()),
                lines.faults());
    }

    private record Reading(long nanos, long messages, double cpuSeconds, double loadCpuSeconds, long peakMegabytes) {
        static Reading of(LineCheck lines, PipeProcess pipe, PipeProcess self) throws IOException {
            return new Reading(
                    System.nanoTime(), lines.received(), pipe.cpuSeconds(), self.cpuSeconds(), pipe.peakMegabytes());
        }
    }
}
