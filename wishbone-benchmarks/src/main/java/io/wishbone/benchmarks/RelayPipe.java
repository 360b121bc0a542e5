package io.wishbone.benchmarks;

import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.netty.output.TcpOutput;
import io.wishbone.netty.output.TcpOutputConfig;
import io.wishbone.router.Router;
import java.time.Duration;

/**
 * The pipe under test in the end-to-end comparison: lines from a TCP port, through any number of modules that pass them
 * on, to another TCP port.
 */
public final class RelayPipe {
    private RelayPipe() {}

    /**
     * Runs until it is ended.
     *
     * @param args the port to listen on, the port to send to, and how many modules stand between (default 0)
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws InterruptedException {
        int modules = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        Router router = Router.create();
        router.registerModule(
                "in",
                new TcpInput(
                        TcpInputConfig.builder().port(Integer.parseInt(args[0])).build()));
        router.registerModule(
                "out",
                new TcpOutput(TcpOutputConfig.builder()
                        .endpoint("127.0.0.1:" + args[1])
                        .maxBackoff(Duration.ofMillis(200))
                        .build()));
        String previous = "in.outbox";
        for (int i = 1; i <= modules; i++) {
            router.registerModule("pass" + i, event -> event);
            router.connect(previous, "pass" + i + ".inbox");
            previous = "pass" + i + ".outbox";
        }
        router.connect(previous, "out.inbox");
        router.start();
        router.block();
    }
}
