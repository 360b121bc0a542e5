package io.wishbone.netty.output;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import java.util.List;

/** A host and perhaps a port, as a bootstrap file says it. <em>Immutable.</em> */
record SyslogEndpoint(String text) {
    private static final String FORM = "a list of host or host:port, such as [logs.example.org]";

    /** One or more of them. */
    static final ArgumentType<List<SyslogEndpoint>> LIST = ArgumentType.of(FORM, SyslogEndpoint::readAll);

    SyslogEndpoint {
        // Refuses what is none with whatever port.
        parse(text, 1);
    }

    private static List<SyslogEndpoint> readAll(Object raw) {
        List<SyslogEndpoint> endpoints = ArgumentType.listOf(ArgumentType.of(
                        FORM, item -> new SyslogEndpoint(ArgumentType.text().read(item))))
                .read(raw);
        if (endpoints.isEmpty()) {
            throw new ArgumentException(FORM);
        }
        return endpoints;
    }

    /** The endpoint, with a port if it has none. */
    Endpoint withDefault(int port) {
        return parse(text, port);
    }

    private static Endpoint parse(String text, int port) {
        boolean hasPort = text.startsWith("[") ? !text.endsWith("]") : text.indexOf(':') >= 0;
        return Endpoint.parse(hasPort ? text : text + ":" + port);
    }
}
