package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.NetUtil;
import io.wishbone.netty.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sets the options of sockets that send to multicast groups. */
final class MulticastOptions {
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;

    private MulticastOptions() {}

    /**
     * Sets the options of a socket that is not connected yet, as the kernel chooses the interface then. Closes it if it
     * cannot.
     */
    static void set(Channel socket, Transport transport, InetAddress group, UdpOutputConfig.Multicast multicast) {
        try {
            setOnlyOrDefault(socket, multicast.networkInterface());
            set(socket, ttl(transport, group), multicast.ttl());
            if (transport == Transport.NIO) {
                set(socket, ChannelOption.IP_MULTICAST_LOOP_DISABLED, !multicast.loopback());
            } else {
                set(socket, loopback(transport, group), multicast.loopback() ? 1 : 0);
            }
        } catch (IOException e) {
            socket.unsafe().closeForcibly();
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (RuntimeException e) {
            socket.unsafe().closeForcibly();
            throw e;
        }
    }

    private static void setOnlyOrDefault(Channel socket, @Nullable String name) throws IOException {
        if (name != null) {
            set(socket, ChannelOption.IP_MULTICAST_IF, find(name));
        }
    }

    private static <T> void set(Channel socket, ChannelOption<T> option, T value) {
        if (!socket.config().setOption(option, value)) {
            throw new ChannelException("the transport has no option " + option + " (expected: epoll, io_uring or NIO)");
        }
    }

    /** The native transports take Netty's own option of this name for that of unicast. */
    static ChannelOption<Integer> ttl(Transport transport, InetAddress group) {
        if (transport == Transport.NIO) {
            return ChannelOption.IP_MULTICAST_TTL;
        }
        boolean isLinux = transport != Transport.KQUEUE;
        return group instanceof Inet4Address
                ? new IntegerUnixChannelOption("IP_MULTICAST_TTL", IPPROTO_IP, isLinux ? 33 : 10)
                : new IntegerUnixChannelOption("IPV6_MULTICAST_HOPS", IPPROTO_IPV6, isLinux ? 18 : 10);
    }

    /** The option of the native transports. */
    static ChannelOption<Integer> loopback(Transport transport, InetAddress group) {
        boolean isLinux = transport != Transport.KQUEUE;
        return group instanceof Inet4Address
                ? new IntegerUnixChannelOption("IP_MULTICAST_LOOP", IPPROTO_IP, isLinux ? 34 : 11)
                : new IntegerUnixChannelOption("IPV6_MULTICAST_LOOP", IPPROTO_IPV6, isLinux ? 19 : 11);
    }

    /** The interface of a name or of an address. */
    private static NetworkInterface find(String nameOrAddress) throws IOException {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(nameOrAddress);
        NetworkInterface found = address == null
                ? NetworkInterface.getByName(nameOrAddress)
                : NetworkInterface.getByInetAddress(InetAddress.getByAddress(address));
        if (found == null) {
            throw new IOException("there is no interface \"" + nameOrAddress + "\" (expected: one of " + known() + ")");
        }
        return found;
    }

    private static String known() throws IOException {
        return NetworkInterface.networkInterfaces()
                .map(NetworkInterface::getName)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
