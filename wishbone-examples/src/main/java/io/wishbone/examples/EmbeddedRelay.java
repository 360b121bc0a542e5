package io.wishbone.examples;

import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.netty.output.TcpOutput;
import io.wishbone.netty.output.TcpOutputConfig;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;

/**
 * Takes lines on a TCP port, turns them into upper case, and sends them on to another TCP port. <em>Thread-safe.</em>
 *
 * <p>{@link #start} is all that a program needs to embed a pipeline; {@link #main} runs it from a command line.
 */
public final class EmbeddedRelay implements AutoCloseable {
    private static final int DEFAULT_PORT = 5140;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

    private final Router router;
    private final TcpInput listen;

    private EmbeddedRelay(Router router, TcpInput listen) {
        this.router = router;
        this.listen = listen;
    }

    /**
     * Starts a relay.
     *
     * @param port where to listen on 127.0.0.1; 0 takes any free port
     * @param destination where to send to, as {@code host:port}; it need not be up yet
     * @throws ModuleStartException if the port can't be had
     */
    public static EmbeddedRelay start(int port, String destination) {
        // tag::embedding[]
        TcpInput listen = new TcpInput(TcpInputConfig.builder().port(port).build());
        TcpOutput send =
                new TcpOutput(TcpOutputConfig.builder().endpoint(destination).build());
        Router router = Router.create();
        router.registerModule("listen", listen);
        router.registerModule("upper", event -> event.withData(event.text().toUpperCase(Locale.ROOT)));
        router.registerModule("send", send);
        router.connect("listen.outbox", "upper.inbox");
        router.connect("upper.outbox", "send.inbox");
        router.start();
        // end::embedding[]
        return new EmbeddedRelay(router, listen);
    }

    /** The address that it listens on, with the port that was taken for port 0. */
    public InetSocketAddress boundAddress() {
        return listen.boundAddress();
    }

    /** Takes nothing more, sends on what it has, and ends. Idempotent. */
    public StopReport stop() {
        return router.stop(STOP_DEADLINE);
    }

    @Override
    public void close() {
        stop();
    }

    /**
     * Runs a relay until SIGTERM or Ctrl-C. Events that have no other destination go to standard output, everything
     * else to standard error. The exit code is 0 if every event was passed on, else 1.
     *
     * @param args the port to listen on (default 5140), and the destination as {@code host:port} (default: a second
     *     router in this process, which prints)
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_PORT;
        boolean isClean;
        if (args.length > 1) {
            isClean = run(port, args[1]);
        } else {
            try (PrintingServer server = PrintingServer.start()) {
                isClean = run(port, "127.0.0.1:" + server.boundAddress().getPort())
                        && server.stop().isClean();
            }
        }
        if (!isClean) {
            System.exit(1);
        }
    }

    private static boolean run(int port, String destination) throws InterruptedException {
        StopSignal signal = StopSignal.install();
        EmbeddedRelay relay = start(port, destination);
        int taken = relay.boundAddress().getPort();
        System.err.printf(Locale.ROOT, "listening on 127.0.0.1:%d, sending to %s%n", taken, destination);
        System.err.printf(Locale.ROOT, "type lines into: nc 127.0.0.1 %d%n", taken);
        signal.await();
        StopReport report = relay.stop();
        System.err.println(report);
        System.err.print(relay.router.ledger());
        return report.isClean();
    }
}
