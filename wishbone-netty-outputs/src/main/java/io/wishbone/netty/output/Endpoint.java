package io.wishbone.netty.output;

import org.jspecify.annotations.Nullable;

/**
 * A host and a port to connect to. <em>Immutable.</em>
 *
 * @param host a name or an address
 * @param port 1 to 65,535
 */
public record Endpoint(String host, int port) {
    private static final int HIGHEST_PORT = 65535;

    public Endpoint {
        if (host.isEmpty() || host.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("host: \"" + host + "\" (expected: a name or an address)");
        }
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
    }

    /**
     * Reads {@code host:port}; an IPv6 address stands in brackets, {@code [::1]:6000}.
     *
     * @throws IllegalArgumentException if the text is not of this form
     */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            host = "";
        }
        try {
            if (!host.isEmpty()) {
                return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
            }
        } catch (NumberFormatException notANumber) {
            throw malformed(text, notANumber);
        }
        throw malformed(text, null);
    }

    private static IllegalArgumentException malformed(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "endpoint: \"" + text + "\" (expected: host:port, such as logs.example.org:6000 or [::1]:6000)", cause);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
