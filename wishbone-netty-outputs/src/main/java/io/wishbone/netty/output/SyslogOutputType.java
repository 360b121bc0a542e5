package io.wishbone.netty.output;

import io.wishbone.actor.Actor;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.UnixSocketFile;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.tls.TlsArgument;
import io.wishbone.netty.tls.TlsConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Declares {@code wishbone.output.syslog}: one of the other outputs, with the protocol {@code syslog} and with what
 * RFCs say of ports and framing.
 */
final class SyslogOutputType {
    private static final String DEFAULT_PATH = "/dev/log";

    private static final Argument<SyslogTransport> TRANSPORT = Argument.defaulted(
            "transport",
            ArgumentType.choice(SyslogTransport.class),
            "local",
            "how messages are sent: to the syslog daemon of this host (local by datagrams, unix by a stream), or to others");
    private static final Argument<List<SyslogEndpoint>> ENDPOINTS = Argument.optional(
            "endpoints",
            SyslogEndpoint.LIST,
            "where to send to, not with local or unix; the port is 514 for udp, 601 for tcp and 6514 for tls if left out. Of"
                    + " several, udp uses each by turns, tcp and tls the first that can be connected to");
    private static final Argument<String> PATH = Argument.optional(
            "path",
            UnixSocketFile.pathArgument(),
            "where the daemon's socket is, with local or unix alone; /dev/log if left out");
    private static final Argument<Framing> FRAMING = Argument.optional(
            "framing",
            Framing.argumentType(),
            "how messages are told apart, with unix, tcp and tls alone; octet_counting if left out");
    private static final Argument<TlsConfig> TLS = Argument.optional(
            "tls",
            TlsArgument.client(),
            "the TLS to speak, with tls alone, whose names docs/tls.md explains; all defaults if left out");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.syslog")
            .summary("Sends each event as a syslog message, to this host's daemon or over the network.")
            .arguments(TRANSPORT, ENDPOINTS, PATH, FRAMING, TLS)
            .arguments(SyslogMessages.ARGUMENTS)
            .arguments(
                    DatagramOutputArguments.MAX_DATAGRAM,
                    DatagramOutputArguments.ON_OVERSIZE,
                    DatagramOutputArguments.MIN_BACKOFF,
                    DatagramOutputArguments.MAX_BACKOFF)
            .arguments(RetryArguments.POLICY.toArray(Argument[]::new))
            .queue("inbox", "what to send")
            .queue("successful", DatagramOutputArguments.SUCCESSFUL)
            .create(SyslogOutputType::output);

    private SyslogOutputType() {}

    private static Actor output(Arguments arguments) {
        SyslogTransport transport = arguments.get(TRANSPORT);
        only(arguments, ENDPOINTS, transport, !transport.isHere(), "udp, tcp or tls");
        only(arguments, PATH, transport, transport.isHere(), "local or unix");
        only(arguments, FRAMING, transport, transport.isStream(), "unix, tcp or tls");
        only(arguments, TLS, transport, transport == SyslogTransport.TLS, "tls");
        only(arguments, DatagramOutputArguments.MAX_DATAGRAM, transport, !transport.isStream(), "local or udp");
        only(arguments, DatagramOutputArguments.ON_OVERSIZE, transport, !transport.isStream(), "local or udp");
        return switch (transport) {
            case LOCAL -> new UnixDatagramOutput(local(arguments));
            case UNIX -> new UnixOutput(unix(arguments));
            case UDP -> new UdpOutput(udp(arguments));
            case TCP, TLS -> new TcpOutput(stream(arguments));
        };
    }

    private static void only(
            Arguments arguments, Argument<?> argument, SyslogTransport transport, boolean isUsed, String users) {
        if (!isUsed && arguments.isGiven(argument)) {
            throw new ArgumentException("\"" + argument.name() + "\" is given with transport "
                    + SyslogMessages.lower(transport) + " (expected: with " + users + " alone)");
        }
    }

    private static List<Endpoint> endpoints(Arguments arguments) {
        SyslogTransport transport = arguments.get(TRANSPORT);
        Optional<List<SyslogEndpoint>> given = arguments.find(ENDPOINTS);
        if (given.isEmpty()) {
            throw new ArgumentException("\"endpoints\" are missing (expected: where to send to by transport "
                    + SyslogMessages.lower(transport) + ", such as [logs.example.org])");
        }
        return given.get().stream()
                .map(endpoint -> endpoint.withDefault(transport.port()))
                .toList();
    }

    static UnixDatagramOutputConfig local(Arguments arguments) {
        return RetryArguments.applyPolicy(arguments, UnixDatagramOutputConfig.builder())
                .path(arguments.find(PATH).orElse(DEFAULT_PATH))
                .maxDatagramBytes(Math.toIntExact(arguments.get(DatagramOutputArguments.MAX_DATAGRAM)))
                .onOversize(arguments.get(DatagramOutputArguments.ON_OVERSIZE))
                .minBackoff(arguments.get(DatagramOutputArguments.MIN_BACKOFF))
                .maxBackoff(arguments.get(DatagramOutputArguments.MAX_BACKOFF))
                .protocol(SyslogMessages.protocol(arguments, Map.of("format", "local")))
                .build();
    }

    static UdpOutputConfig udp(Arguments arguments) {
        return RetryArguments.applyPolicy(arguments, UdpOutputConfig.builder())
                .endpoints(endpoints(arguments))
                .maxDatagramBytes(Math.toIntExact(arguments.get(DatagramOutputArguments.MAX_DATAGRAM)))
                .onOversize(arguments.get(DatagramOutputArguments.ON_OVERSIZE))
                .minBackoff(arguments.get(DatagramOutputArguments.MIN_BACKOFF))
                .maxBackoff(arguments.get(DatagramOutputArguments.MAX_BACKOFF))
                .protocol(SyslogMessages.protocol(arguments, Map.of()))
                .build();
    }

    static UnixOutputConfig unix(Arguments arguments) {
        return stream(arguments, UnixOutputConfig.builder())
                .path(arguments.find(PATH).orElse(DEFAULT_PATH))
                .build();
    }

    static TcpOutputConfig stream(Arguments arguments) {
        TcpOutputConfig.Builder builder =
                stream(arguments, TcpOutputConfig.builder()).endpoints(endpoints(arguments));
        if (arguments.get(TRANSPORT) == SyslogTransport.TLS) {
            builder.tls(arguments.find(TLS).orElseGet(() -> TlsArgument.client().read(Map.of())));
        }
        return builder.build();
    }

    private static <B extends StreamOutputConfig.Builder<B>> B stream(Arguments arguments, B builder) {
        return RetryArguments.applyPolicy(arguments, builder)
                .framing(arguments.find(FRAMING).orElseGet(Framing::octetCounting))
                .minBackoff(arguments.get(DatagramOutputArguments.MIN_BACKOFF))
                .maxBackoff(arguments.get(DatagramOutputArguments.MAX_BACKOFF))
                .protocol(SyslogMessages.protocol(arguments, Map.of()));
    }
}
