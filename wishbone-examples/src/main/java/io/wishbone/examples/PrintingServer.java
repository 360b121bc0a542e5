package io.wishbone.examples;

import io.wishbone.module.output.StdoutOutput;
import io.wishbone.module.output.StdoutOutputConfig;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A TCP server that writes the lines it gets to standard output, so that an example needs no other one.
 * <em>Thread-safe.</em>
 */
final class PrintingServer implements AutoCloseable {
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

    private final Router router = Router.create();
    private final TcpInput listen =
            new TcpInput(TcpInputConfig.builder().port(0).build());

    private PrintingServer() {}

    static PrintingServer start() {
        PrintingServer server = new PrintingServer();
        server.router.registerModule("listen", server.listen);
        server.router.registerModule(
                "print", new StdoutOutput(StdoutOutputConfig.builder().build()));
        server.router.connect("listen.outbox", "print.inbox");
        server.router.start();
        return server;
    }

    InetSocketAddress boundAddress() {
        return listen.boundAddress();
    }

    StopReport stop() {
        return router.stop(STOP_DEADLINE);
    }

    @Override
    public void close() {
        stop();
    }
}
