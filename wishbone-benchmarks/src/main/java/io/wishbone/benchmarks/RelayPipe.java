package io.wishbone.benchmarks;

import io.wishbone.benchmarks.BenchTls.Side;
import io.wishbone.module.flow.Fanout;
import io.wishbone.module.flow.Filter;
import io.wishbone.module.flow.Funnel;
import io.wishbone.module.output.NullOutput;
import io.wishbone.module.process.AddHeader;
import io.wishbone.module.process.Modify;
import io.wishbone.module.process.Operation;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.netty.output.StreamOutputConfig.Replay;
import io.wishbone.netty.output.TcpOutput;
import io.wishbone.netty.output.TcpOutputConfig;
import io.wishbone.router.Router;
import java.time.Duration;
import java.util.Map;

/**
 * The pipe under test in the end-to-end comparison: lines from a TCP port, through any number of modules that pass them
 * on, to another TCP port.
 */
public final class RelayPipe {
    private static final String WITHOUT_REPLAY = "-off";

    private RelayPipe() {}

    /**
     * Runs until it is ended.
     *
     * @param args the port to listen on, the port to send to, and what stands between: a number of modules that pass
     *     events on (default 0), or {@code five} for a filter, a header, a modify, a fanout to two and a funnel, and
     *     {@code -off} behind it for an output without a replay window; then, for TLS, the side that speaks it
     *     ({@code in} or {@code out}), the provider ({@code jdk} or {@code openssl}), and the directory that has
     *     {@code cert.pem} and {@code key.pem}
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws InterruptedException {
        String asked = args.length > 2 ? args[2] : "0";
        String between = asked.replace(WITHOUT_REPLAY, "");
        BenchTls tls = BenchTls.parse(args, 3);
        TcpInputConfig.Builder input = TcpInputConfig.builder().port(Integer.parseInt(args[0]));
        TcpOutputConfig.Builder output =
                TcpOutputConfig.builder().endpoint("127.0.0.1:" + args[1]).maxBackoff(Duration.ofMillis(200));
        if (asked.endsWith(WITHOUT_REPLAY)) {
            output.replay(Replay.OFF);
        }
        if (tls != null && tls.side() == Side.IN) {
            input.tls(tls.server());
        } else if (tls != null) {
            output.tls(tls.client());
        }
        Router router = Router.create();
        router.registerModule("in", new TcpInput(input.build()));
        router.registerModule("out", new TcpOutput(output.build()));
        String previous = between.equals("five") ? addFive(router) : addPasses(router, Integer.parseInt(between));
        router.connect(previous, "out.inbox");
        router.start();
        router.block();
    }

    private static String addPasses(Router router, int modules) {
        String previous = "in.outbox";
        for (int i = 1; i <= modules; i++) {
            router.registerModule("pass" + i, event -> event);
            router.connect(previous, "pass" + i + ".inbox");
            previous = "pass" + i + ".outbox";
        }
        return previous;
    }

    /** One branch of the fanout goes on through the funnel, the other ends. */
    private static String addFive(Router router) {
        router.registerModule("filter", new Filter(event -> event.sizeBytes() > 0));
        router.registerModule("header", new AddHeader(Map.of("site", "here")));
        router.registerModule("modify", new Modify(Operation.set("header.relay.seen", true)));
        router.registerModule("fanout", new Fanout());
        router.registerModule("funnel", new Funnel());
        router.registerModule("null", new NullOutput());
        router.connect("in.outbox", "filter.inbox");
        router.connect("filter.outbox", "header.inbox");
        router.connect("header.outbox", "modify.inbox");
        router.connect("modify.outbox", "fanout.inbox");
        router.connect("fanout.on", "funnel.in");
        router.connect("fanout.aside", "null.inbox");
        return "funnel.outbox";
    }
}
