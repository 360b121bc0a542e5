package io.wishbone.netty.input;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.OversizePolicy;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;
import java.time.Duration;

/** Declares {@code wishbone.input.tcp}. */
final class TcpInputType {
    private static final Argument<Integer> PORT =
            Argument.required("port", ArgumentType.integer(0, 65535), "the port to listen on; 0 takes any free one");
    private static final Argument<String> ADDRESS = Argument.defaulted(
            "address", ArgumentType.text(), "127.0.0.1", "the local address to listen on; 0.0.0.0 is all");
    private static final Argument<Framing> FRAMING =
            Argument.defaulted("framing", Framing.argumentType(), "lines", "how the stream is cut into events");
    private static final Argument<Long> MAX_FRAME = Argument.defaulted(
            "max_frame", ArgumentType.size(1, 1 << 30), "64KiB", "the longest event, what frames it not counted");
    private static final Argument<OversizePolicy> ON_OVERSIZE = Argument.defaulted(
            "on_oversize",
            ArgumentType.choice(OversizePolicy.class),
            "discard",
            "what becomes of a longer one: it is cut, dropped and counted, or its connection is closed");
    private static final Argument<Boolean> EMIT_PARTIAL = Argument.defaulted(
            "emit_partial",
            ArgumentType.flag(),
            "true",
            "whether what a peer that closes in an orderly way has sent without the delimiter, or line ending, is an event");
    private static final Argument<Integer> MAX_CONNECTIONS = Argument.defaulted(
            "max_connections",
            ArgumentType.integer(1, Integer.MAX_VALUE),
            "10000",
            "how many connections may be open; those beyond are closed and counted");
    private static final Argument<Duration> IDLE_TIMEOUT = Argument.defaulted(
            "idle_timeout",
            ArgumentType.duration(Duration.ZERO),
            "0",
            "after how long without a byte a connection is closed; 0 is never");
    private static final Argument<Long> MAX_BUFFERED = Argument.optional(
            "max_buffered",
            ArgumentType.size(64 << 10, Long.MAX_VALUE),
            "how much all connections may keep of unfinished messages; beyond, the one that keeps most is closed and"
                    + " counted; a quarter of the JVM's direct memory if left out");
    private static final Argument<Protocol> PROTOCOL = Argument.optional(
            Protocols.ARGUMENT,
            Protocols.decoding(),
            "what each message is read as; one that cannot be decoded goes to failed as it came");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.input.tcp")
            .summary("Listens on a TCP port and makes an event of each message.")
            .arguments(
                    PORT,
                    ADDRESS,
                    FRAMING,
                    MAX_FRAME,
                    ON_OVERSIZE,
                    EMIT_PARTIAL,
                    MAX_CONNECTIONS,
                    IDLE_TIMEOUT,
                    MAX_BUFFERED,
                    PROTOCOL)
            .queue("outbox", "the events; header: remote_address, remote_port, local_port, transport")
            .create(arguments -> new TcpInput(config(arguments)));

    private TcpInputType() {}

    static TcpInputConfig config(Arguments arguments) {
        TcpInputConfig.Builder builder = TcpInputConfig.builder()
                .port(arguments.get(PORT))
                .address(arguments.get(ADDRESS))
                .framing(arguments.get(FRAMING))
                .maxFrameBytes(Math.toIntExact(arguments.get(MAX_FRAME)))
                .onOversize(arguments.get(ON_OVERSIZE))
                .emitPartial(arguments.get(EMIT_PARTIAL))
                .maxConnections(arguments.get(MAX_CONNECTIONS))
                .idleTimeout(arguments.get(IDLE_TIMEOUT));
        arguments.find(PROTOCOL).ifPresent(builder::protocol);
        arguments.find(MAX_BUFFERED).ifPresent(builder::maxBufferedBytes);
        return builder.build();
    }
}
