package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.output.TcpOutputConfig.Strategy;
import io.wishbone.netty.tls.TlsArgument;
import io.wishbone.netty.tls.TlsConfig;
import java.time.Duration;
import java.util.List;

/** Declares {@code wishbone.output.tcp}. */
final class TcpOutputType {
    private static final Argument<List<Endpoint>> ENDPOINTS = EndpointList.several();
    private static final Argument<Strategy> STRATEGY = Argument.defaulted(
            "strategy",
            ArgumentType.choice(Strategy.class),
            "failover",
            "whether there is one connection, to the first endpoint that can be connected to, or one to each, which take"
                    + " events by turns");
    private static final Argument<Duration> FAIL_BACK = Argument.defaulted(
            "fail_back",
            ArgumentType.duration(Duration.ZERO),
            "1m",
            "after how long a connection to another than the first endpoint is replaced, so that the first is tried"
                    + " again; 0 is never");
    private static final Argument<Boolean> KEEP_ALIVE = Argument.defaulted(
            "keep_alive",
            ArgumentType.flag(),
            "true",
            "whether the kernel looks from time to time if a silent peer is still there");
    private static final Argument<TlsConfig> TLS = Argument.optional(
            "tls", TlsArgument.client(), "the TLS to speak, whose names docs/tls.md explains; none if left out");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.tcp")
            .summary("Sends each event as a message over long-lived TCP connections.")
            .arguments(StreamOutputArguments.behind(ENDPOINTS, STRATEGY, FAIL_BACK, KEEP_ALIVE, TLS))
            .queue("inbox", "what to send")
            .queue("successful", StreamOutputArguments.SUCCESSFUL)
            .queue("replies", StreamOutputArguments.REPLIES)
            .create(arguments -> new TcpOutput(config(arguments)));

    private TcpOutputType() {}

    static TcpOutputConfig config(Arguments arguments) {
        TcpOutputConfig.Builder builder = StreamOutputArguments.apply(arguments, TcpOutputConfig.builder())
                .endpoints(arguments.get(ENDPOINTS))
                .strategy(arguments.get(STRATEGY))
                .failBack(arguments.get(FAIL_BACK))
                .keepAlive(arguments.get(KEEP_ALIVE));
        arguments.find(TLS).ifPresent(builder::tls);
        return builder.build();
    }
}
