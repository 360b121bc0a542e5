package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import java.util.List;

/** Declares {@code wishbone.output.udp}. */
final class UdpOutputType {
    private static final Argument<List<Endpoint>> ENDPOINTS = EndpointList.byTurns();
    private static final Argument<Integer> MULTICAST_TTL = Argument.defaulted(
            "multicast_ttl",
            ArgumentType.integer(0, UdpOutputConfig.Multicast.HIGHEST_TTL),
            "1",
            "how far datagrams to a multicast group go: 0 is this host, 1 its network, more beyond routers");
    private static final Argument<String> MULTICAST_INTERFACE = Argument.optional(
            "multicast_interface",
            ArgumentType.text(),
            "the name or an address of the interface that they leave by; that of the system's routes if left out");
    private static final Argument<Boolean> MULTICAST_LOOPBACK = Argument.defaulted(
            "multicast_loopback",
            ArgumentType.flag(),
            "true",
            "whether members of the group on this host get them, too");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.udp")
            .summary("Sends each event as a UDP datagram.")
            .arguments(
                    DatagramOutputArguments.behind(ENDPOINTS, MULTICAST_TTL, MULTICAST_INTERFACE, MULTICAST_LOOPBACK))
            .queue("inbox", "what to send")
            .queue("successful", DatagramOutputArguments.SUCCESSFUL)
            .create(arguments -> new UdpOutput(config(arguments)));

    private UdpOutputType() {}

    static UdpOutputConfig config(Arguments arguments) {
        return DatagramOutputArguments.apply(arguments, UdpOutputConfig.builder())
                .endpoints(arguments.get(ENDPOINTS))
                .multicast(new UdpOutputConfig.Multicast(
                        arguments.get(MULTICAST_TTL),
                        arguments.find(MULTICAST_INTERFACE).orElse(null),
                        arguments.get(MULTICAST_LOOPBACK)))
                .build();
    }
}
