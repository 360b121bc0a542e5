package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import java.util.List;

/** The argument {@code endpoints} of network outputs. */
final class EndpointList {
    private static final ArgumentType<List<Endpoint>> LIST =
            ArgumentType.listOf(ArgumentType.of("host:port, such as logs.example.org:6000 or [::1]:6000", raw -> {
                return Endpoint.parse(raw.toString());
            }));

    private EndpointList() {}

    /** For outputs that send to each of several by turns. */
    static Argument<List<Endpoint>> byTurns() {
        return required("where to send to; of several each gets the next event");
    }

    /** For outputs that send to any of several. */
    static Argument<List<Endpoint>> several() {
        return required("where to send to; strategy says what several are for");
    }

    private static Argument<List<Endpoint>> required(String meaning) {
        return Argument.required(
                "endpoints",
                ArgumentType.of("a list of host:port, such as [logs.example.org:6000]", EndpointList::readSeveral),
                meaning);
    }

    /** For outputs whose URL names a host. */
    static Argument<List<Endpoint>> inPlaceOfHost() {
        return Argument.optional(
                "endpoints",
                ArgumentType.of("a list of host:port, such as [10.0.0.1:8080]", EndpointList::readSeveral),
                "where to connect in the place of the URL's host; strategy says what several are for");
    }

    private static List<Endpoint> readSeveral(Object raw) {
        List<Endpoint> endpoints = LIST.read(raw);
        if (endpoints.isEmpty()) {
            throw new ArgumentException("a list of one or more host:port, such as [logs.example.org:6000]");
        }
        return endpoints;
    }
}
