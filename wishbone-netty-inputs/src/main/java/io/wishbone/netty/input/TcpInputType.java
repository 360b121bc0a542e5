package io.wishbone.netty.input;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.ReconnectArguments;
import io.wishbone.netty.input.TcpInputConfig.Mode;
import io.wishbone.netty.input.TcpInputConfig.SocketConfig;
import io.wishbone.netty.tls.TlsArgument;
import io.wishbone.netty.tls.TlsConfig;
import java.time.Duration;

/** Declares {@code wishbone.input.tcp}. */
final class TcpInputType {
    private static final Duration MILLI = Duration.ofMillis(1);

    private static final Argument<Integer> PORT = Argument.required(
            "port",
            ArgumentType.integer(0, 65535),
            "the port to listen on, 0 for any free one; or the peer's, for a client");
    private static final Argument<String> ADDRESS = Argument.defaulted(
            "address",
            ArgumentType.text(),
            "127.0.0.1",
            "the local address to listen on, 0.0.0.0 for all; or the peer's address or name, for a client");
    private static final Argument<Mode> MODE = Argument.defaulted(
            "mode",
            ArgumentType.choice(Mode.class),
            "server",
            "whether peers connect to this input, or it connects, as a client, to one peer and reads what that sends");
    static final Argument<AddressRanges> ALLOW = Argument.optional(
            "allow",
            AddressRanges.argumentType(),
            "if it has any, only clients of these addresses and ranges may connect");
    static final Argument<AddressRanges> DENY = Argument.optional(
            "deny",
            AddressRanges.argumentType(),
            "clients of these addresses and ranges may not connect, even if allow has them");
    static final Argument<Integer> MAX_PER_ADDRESS = Argument.defaulted(
            "max_connections_per_address",
            ArgumentType.integer(0, Integer.MAX_VALUE),
            "0",
            "how many connections of one client's address may be open; 0 is as many as max_connections allows");
    static final Argument<ProxyProtocol> PROXY_PROTOCOL = Argument.defaulted(
            "proxy_protocol",
            ArgumentType.choice(ProxyProtocol.class),
            "off",
            "whether connections may, or must, begin with the header in which a proxy tells for whom it connects (PROXY"
                    + " protocol, version 1 or 2)");
    private static final Argument<AddressRanges> TRUSTED_PROXIES = Argument.optional(
            "trusted_proxies",
            AddressRanges.argumentType(),
            "the proxies whose header is believed; required with proxy_protocol");
    static final Argument<Duration> HANDSHAKE_TIMEOUT = Argument.defaulted(
            "handshake_timeout",
            ArgumentType.duration(MILLI),
            "10s",
            "how long the header of a proxy and the TLS handshake may take together");
    static final Argument<Boolean> KEEP_ALIVE = Argument.defaulted(
            "keep_alive",
            ArgumentType.flag(),
            "true",
            "whether the kernel looks from time to time if a silent peer is still there");
    static final Argument<Integer> BACKLOG = Argument.defaulted(
            "backlog",
            ArgumentType.integer(1, Integer.MAX_VALUE),
            "1024",
            "how many connections may wait until they are accepted; the kernel's own limit holds too");
    static final Argument<Boolean> REUSE_PORT = Argument.defaulted(
            "reuse_port",
            ArgumentType.flag(),
            "false",
            "whether other processes may listen on the same port, if they ask for it too");
    static final Argument<Long> RECEIVE_BUFFER = Argument.optional(
            "receive_buffer",
            ArgumentType.size(1024, 1 << 30),
            "the kernel's receive buffer of a connection; the kernel chooses if left out");
    private static final Argument<TlsConfig> TLS = Argument.optional(
            "tls", TlsArgument.either(), "the TLS to speak, whose names docs/tls.md explains; none if left out");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.input.tcp")
            .summary("Listens on a TCP port, or connects to a peer, and makes an event of each message.")
            .arguments(StreamArguments.behind(
                    PORT,
                    ADDRESS,
                    MODE,
                    ALLOW,
                    DENY,
                    MAX_PER_ADDRESS,
                    PROXY_PROTOCOL,
                    TRUSTED_PROXIES,
                    TLS,
                    HANDSHAKE_TIMEOUT,
                    KEEP_ALIVE,
                    BACKLOG,
                    REUSE_PORT,
                    RECEIVE_BUFFER,
                    ReconnectArguments.CONNECT_TIMEOUT,
                    ReconnectArguments.MIN_BACKOFF,
                    ReconnectArguments.MAX_BACKOFF))
            .queue(
                    "outbox",
                    StreamArguments.OUTBOX
                            + "remote_address, remote_port, local_port, transport, connection, proxy_address behind a proxy,"
                            + " and with TLS tls_version, tls_cipher, tls_subject, tls_protocol")
            .queue("connections", StreamArguments.CONNECTIONS)
            .queue("reply", StreamArguments.REPLY)
            .create(arguments -> new TcpInput(config(arguments)));

    private TcpInputType() {}

    static TcpInputConfig config(Arguments arguments) {
        TcpInputConfig.Builder builder = StreamArguments.apply(arguments, TcpInputConfig.builder())
                .port(arguments.get(PORT))
                .address(arguments.get(ADDRESS))
                .mode(arguments.get(MODE))
                .peers(new PeerRules(
                        ranges(arguments, ALLOW),
                        ranges(arguments, DENY),
                        arguments.get(MAX_PER_ADDRESS),
                        arguments.get(PROXY_PROTOCOL),
                        ranges(arguments, TRUSTED_PROXIES)))
                .handshakeTimeout(arguments.get(HANDSHAKE_TIMEOUT))
                .socket(socket(arguments))
                .reconnect(ReconnectArguments.read(arguments));
        arguments.find(TLS).ifPresent(builder::tls);
        return builder.build();
    }

    /** What the kernel is asked for. */
    static SocketConfig socket(Arguments arguments) {
        return new SocketConfig(
                arguments.get(BACKLOG),
                arguments.get(REUSE_PORT),
                arguments.get(KEEP_ALIVE),
                arguments.find(RECEIVE_BUFFER).map(Math::toIntExact).orElse(0));
    }

    /** The addresses that an argument has; none if it was not given. */
    static AddressRanges ranges(Arguments arguments, Argument<AddressRanges> argument) {
        return arguments.find(argument).orElse(AddressRanges.none());
    }
}
