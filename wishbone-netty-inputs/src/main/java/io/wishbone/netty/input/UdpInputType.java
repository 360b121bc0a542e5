package io.wishbone.netty.input;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.codec.CodecArguments;
import java.util.List;

/** Declares {@code wishbone.input.udp}. */
final class UdpInputType {
    private static final Argument<Integer> PORT = Argument.required(
            "port",
            ArgumentType.integer(0, UdpInputConfig.HIGHEST_PORT),
            "the port to listen on; 0 takes any free one");
    private static final Argument<String> ADDRESS = Argument.defaulted(
            "address",
            ArgumentType.text(),
            "127.0.0.1",
            "the local address to listen on; 0.0.0.0 is all of IPv4, :: all");
    private static final Argument<Integer> SOCKETS = Argument.defaulted(
            "sockets",
            ArgumentType.integer(1, DatagramSettings.MOST_SOCKETS),
            "1",
            "how many sockets share the port, each on an event loop; the kernel spreads senders over them (Linux)");
    private static final Argument<Boolean> REUSE_PORT = Argument.defaulted(
            "reuse_port",
            ArgumentType.flag(),
            "false",
            "whether other processes of this user may listen on the port, too, and get a share of the senders");
    private static final Argument<Long> RECEIVE_BUFFER = Argument.defaulted(
            "receive_buffer",
            ArgumentType.size(UdpInputConfig.SMALLEST_BUFFER, 1 << 30),
            "4MiB",
            "how much the kernel is asked to keep while the pipeline is full (SO_RCVBUF), for each socket");
    private static final Argument<List<MulticastGroup>> MULTICAST = Argument.optional(
            "multicast",
            ArgumentType.listOf(MulticastReader.TYPE),
            "the groups to join; needs address 0.0.0.0, :: or the group itself, and one socket");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.input.udp")
            .summary("Listens on a UDP port and makes an event of each datagram.")
            .arguments(PORT, ADDRESS, SOCKETS, REUSE_PORT, MULTICAST)
            .arguments(DatagramArguments.MAX_DATAGRAM, RECEIVE_BUFFER, DatagramArguments.PROTOCOL)
            .arguments(CodecArguments.CODEC, CodecArguments.VALUES)
            .queue("outbox", "the events; header: remote_address, remote_port, local_port, transport")
            .create(arguments -> new UdpInput(config(arguments)));

    private UdpInputType() {}

    static UdpInputConfig config(Arguments arguments) {
        UdpInputConfig.Builder builder = UdpInputConfig.builder()
                .port(arguments.get(PORT))
                .address(arguments.get(ADDRESS))
                .sockets(arguments.get(SOCKETS))
                .reusePort(arguments.get(REUSE_PORT))
                .multicast(arguments.find(MULTICAST).orElse(List.of()))
                .maxDatagramBytes(Math.toIntExact(arguments.get(DatagramArguments.MAX_DATAGRAM)))
                .receiveBufferBytes(Math.toIntExact(arguments.get(RECEIVE_BUFFER)));
        arguments.find(DatagramArguments.PROTOCOL).ifPresent(builder::protocol);
        CodecArguments.read(arguments, DatagramArguments.PROTOCOL).ifPresent(builder::codec);
        return builder.build();
    }
}
