package io.wishbone.netty.input;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A multicast group that an input joins. <em>Immutable.</em>
 *
 * @param group 224.0.0.0 to 239.255.255.255, or of ff00::/8
 * @param networkInterface the name of the interface on which it is joined, such as {@code eth0}; null, the default, is
 *     the one by which the system would send to the group
 * @param source the only sender whose datagrams are taken (RFC 4607), of the group's family; null, the default, takes
 *     those of all
 */
public record MulticastGroup(
        InetAddress group,
        @Nullable String networkInterface,
        @Nullable InetAddress source) {
    public MulticastGroup {
        DatagramSettings.check(
                group.isMulticastAddress(),
                "group",
                AddressText.of(group),
                "a multicast address, 224.0.0.0 to 239.255.255.255 or ff00::/8");
        DatagramSettings.check(
                networkInterface == null || !networkInterface.isBlank(),
                "interface",
                "\"" + networkInterface + "\"",
                "the name of an interface, such as eth0");
        DatagramSettings.check(
                source == null || isSender(source, group),
                "source",
                source == null ? "" : AddressText.of(source),
                group instanceof Inet4Address ? "the IPv4 address of a sender" : "the IPv6 address of a sender");
    }

    private static boolean isSender(InetAddress source, InetAddress group) {
        return source.getClass() == group.getClass() && !source.isMulticastAddress() && !source.isAnyLocalAddress();
    }

    /**
     * The group of an address, on any interface and from any sender.
     *
     * @param address an IPv4 or IPv6 literal
     * @throws IllegalArgumentException if it is no multicast address
     */
    public static MulticastGroup parse(String address) {
        return new MulticastGroup(literal("group", address), null, null);
    }

    /** An address that needs no resolver. */
    static InetAddress literal(String name, String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            throw new IllegalArgumentException(name + ": " + text + " (expected: an IPv4 or IPv6 address)");
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(name + ": " + text + " (expected: an IPv4 or IPv6 address)", e);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("multicast group ").append(AddressText.of(group));
        if (networkInterface != null) {
            text.append(" at ").append(networkInterface);
        }
        if (source != null) {
            text.append(" from ").append(AddressText.of(source));
        }
        return text.toString();
    }
}
