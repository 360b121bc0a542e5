package io.wishbone.cli.bootstrap;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;

/**
 * Where a syslog daemon listens. <em>Immutable.</em>
 *
 * @param host an address or a name
 * @param port 1 to 65,535
 */
public record SyslogAddress(String host, int port) {
    private static final String EXPECTED = "host:port, such as 127.0.0.1:514";

    /** The type of the setting; a port alone is one of 127.0.0.1. */
    static final ArgumentType<SyslogAddress> TYPE = ArgumentType.of(EXPECTED, raw -> parse(raw.toString()));

    private static SyslogAddress parse(String text) {
        AdminAddress address = AdminAddress.parse(text, EXPECTED);
        if (address.port() == 0) {
            throw new ArgumentException(EXPECTED);
        }
        return new SyslogAddress(address.host(), address.port());
    }

    @Override
    public String toString() {
        return new AdminAddress(host, port).toString();
    }
}
