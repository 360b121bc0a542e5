package io.wishbone.cli.bootstrap;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;

/**
 * Where a server tells how it does. <em>Immutable.</em>
 *
 * @param host an address or name of this machine
 * @param port 0 to 65,535; 0 takes any free one
 */
public record AdminAddress(String host, int port) {
    private static final String EXPECTED = "host:port or a port, such as 127.0.0.1:9600";
    private static final int HIGHEST_PORT = 65_535;

    /** The type of the setting; a port alone is one of 127.0.0.1. */
    static final ArgumentType<AdminAddress> TYPE = ArgumentType.of(EXPECTED, raw -> parse(raw.toString(), EXPECTED));

    /** Reads a text; the other text is what to say if it is none. */
    static AdminAddress parse(String text, String expected) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port >= 0 && port <= HIGHEST_PORT && !host.isBlank() && (isBracketed || host.indexOf(':') < 0)) {
                return new AdminAddress(isBracketed ? host.substring(1, host.length() - 1) : host, port);
            }
        } catch (NumberFormatException notANumber) {
            throw new ArgumentException(expected);
        }
        throw new ArgumentException(expected);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
