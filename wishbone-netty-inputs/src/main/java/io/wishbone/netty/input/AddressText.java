package io.wishbone.netty.input;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Writes addresses as people do: IPv6 as RFC 5952 has it, with a zone only where the address is nothing without. */
final class AddressText {
    private AddressText() {}

    /** Such as {@code 192.0.2.1}, {@code 2001:db8::1} or {@code fe80::1%eth0}. */
    static String of(InetAddress address) {
        String text = NetUtil.toAddressString(address);
        return address instanceof Inet6Address six && six.isLinkLocalAddress() && six.getScopeId() != 0
                ? text + "%" + zone(six)
                : text;
    }

    private static String zone(Inet6Address address) {
        try {
            NetworkInterface known = address.getScopedInterface();
            NetworkInterface found = known != null ? known : NetworkInterface.getByIndex(address.getScopeId());
            return found != null ? found.getName() : Integer.toString(address.getScopeId());
        } catch (SocketException e) {
            return Integer.toString(address.getScopeId());
        }
    }
}
