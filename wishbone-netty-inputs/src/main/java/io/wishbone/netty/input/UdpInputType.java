package io.wishbone.netty.input;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;

/** Declares {@code wishbone.input.udp}. */
final class UdpInputType {
    private static final Argument<Integer> PORT = Argument.required(
            "port",
            ArgumentType.integer(0, UdpInputConfig.HIGHEST_PORT),
            "the port to listen on; 0 takes any free one");
    private static final Argument<String> ADDRESS = Argument.defaulted(
            "address", ArgumentType.text(), "127.0.0.1", "the local address to listen on; 0.0.0.0 is all");
    private static final Argument<Long> MAX_DATAGRAM = Argument.defaulted(
            "max_datagram",
            ArgumentType.size(1, UdpInputConfig.LARGEST_DATAGRAM),
            "65507",
            "the longest datagram; longer ones are dropped and counted");
    private static final Argument<Long> RECEIVE_BUFFER = Argument.defaulted(
            "receive_buffer",
            ArgumentType.size(UdpInputConfig.SMALLEST_BUFFER, 1 << 30),
            "4MiB",
            "how much the kernel is asked to keep while the pipeline is full (SO_RCVBUF)");
    private static final Argument<Protocol> PROTOCOL = Argument.optional(
            Protocols.ARGUMENT,
            Protocols.decoding(),
            "what each message is read as; one that cannot be decoded goes to failed as it came");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.input.udp")
            .summary("Listens on a UDP port and makes an event of each datagram.")
            .arguments(PORT, ADDRESS, MAX_DATAGRAM, RECEIVE_BUFFER, PROTOCOL)
            .queue("outbox", "the events; header: remote_address, remote_port, local_port, transport")
            .create(arguments -> new UdpInput(config(arguments)));

    private UdpInputType() {}

    static UdpInputConfig config(Arguments arguments) {
        UdpInputConfig.Builder builder = UdpInputConfig.builder()
                .port(arguments.get(PORT))
                .address(arguments.get(ADDRESS))
                .maxDatagramBytes(Math.toIntExact(arguments.get(MAX_DATAGRAM)))
                .receiveBufferBytes(Math.toIntExact(arguments.get(RECEIVE_BUFFER)));
        arguments.find(PROTOCOL).ifPresent(builder::protocol);
        return builder.build();
    }
}
