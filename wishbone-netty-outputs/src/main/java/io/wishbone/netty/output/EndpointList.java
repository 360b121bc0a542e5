package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import java.util.List;

/** The argument {@code endpoints} of network outputs: a list of {@code host:port}, of which there may be one today. */
final class EndpointList {
    private static final String EXPECTED = "a list of one host:port, such as [logs.example.org:6000]";

    private EndpointList() {}

    static Argument<Endpoint> argument() {
        return Argument.required("endpoints", ArgumentType.of(EXPECTED, EndpointList::read), "where to send to");
    }

    private static Endpoint read(Object raw) {
        List<String> endpoints = ArgumentType.listOf(ArgumentType.text()).read(raw);
        if (endpoints.isEmpty()) {
            throw new ArgumentException(EXPECTED);
        }
        if (endpoints.size() > 1) {
            throw new ArgumentException(EXPECTED + "; several endpoints are not supported yet");
        }
        return Endpoint.parse(endpoints.get(0));
    }
}
