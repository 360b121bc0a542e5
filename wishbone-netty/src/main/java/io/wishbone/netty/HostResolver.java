package io.wishbone.netty;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of host names. <em>Thread-safe.</em> It may block: it is asked off the event loops. */
@FunctionalInterface
public interface HostResolver {
    /** The system's: {@code /etc/hosts}, DNS, and what else it is set to ask. */
    HostResolver SYSTEM = InetAddress::getAllByName;

    /**
     * The addresses of a host, one or more; of an address itself.
     *
     * @param host a name or an address
     * @throws UnknownHostException if there is none now; it is asked again later
     */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
