package io.wishbone.netty.input;

import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramChannel;
import io.wishbone.netty.EventLoops;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Joins multicast groups. The kernel leaves them when the socket is closed. */
final class Multicast {
    /** Any port does where nothing is sent. */
    private static final int DISCARD_PORT = 9;

    private Multicast() {}

    /**
     * Checks that an address gets what is sent to the groups.
     *
     * @throws IllegalArgumentException if it does not
     */
    static void check(InetAddress local, List<MulticastGroup> groups) {
        DatagramSettings.check(
                local.isAnyLocalAddress() || local.isMulticastAddress(),
                "address",
                AddressText.of(local),
                "with multicast 0.0.0.0, :: or the group itself, as no other gets what is sent to a group");
        for (MulticastGroup group : groups) {
            DatagramSettings.check(
                    group.group().getClass() == local.getClass(),
                    "multicast",
                    AddressText.of(group.group()),
                    "a group of the family of address " + AddressText.of(local));
        }
    }

    /** Joins groups one after the other; fails with the first that cannot be joined. */
    static CompletableFuture<Void> join(EventLoops loops, DatagramChannel channel, List<MulticastGroup> groups) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (MulticastGroup group : groups) {
            all = all.thenCompose(before -> loops.executeBlocking(() -> interfaceOf(group)))
                    .thenCompose(on -> join(channel, group, on));
        }
        return all;
    }

    private static CompletableFuture<Void> join(DatagramChannel channel, MulticastGroup group, NetworkInterface on) {
        InetAddress source = group.source();
        ChannelFuture joining = source == null
                ? channel.joinGroup(new InetSocketAddress(group.group(), 0), on)
                : channel.joinGroup(group.group(), on, source);
        CompletableFuture<Void> joined = new CompletableFuture<>();
        joining.addListener(done -> {
            if (done.isSuccess()) {
                joined.complete(null);
            } else {
                joined.completeExceptionally(explain(group, on, done.cause()));
            }
        });
        return joined;
    }

    private static IOException explain(MulticastGroup group, NetworkInterface on, Throwable cause) {
        String reason = cause instanceof UnsupportedOperationException
                ? "the transport has no multicast (expected: epoll, io_uring or NIO)"
                : String.valueOf(cause.getMessage());
        return new IOException("cannot join " + group + " on " + on.getName() + ": " + reason, cause);
    }

    /** The interface that is named; else the one by which the system would send to the group. */
    static NetworkInterface interfaceOf(MulticastGroup group) throws IOException {
        String name = group.networkInterface();
        NetworkInterface found = name == null ? routeTo(group.group()) : NetworkInterface.getByName(name);
        if (found == null) {
            String missing = name == null ? "no route leads to it" : "there is no interface \"" + name + "\"";
            throw new IOException(
                    "cannot join " + group + ": " + missing + " (expected: an interface, one of " + interfaces() + ")");
        }
        // Linux joins on the loopback interface, though that says it has none.
        if (!found.supportsMulticast() && !found.isLoopback()) {
            throw new IOException("cannot join " + group + ": interface " + found.getName()
                    + " has no multicast (expected: another one of " + interfaces() + ")");
        }
        boolean hasFamily = found.inetAddresses()
                .anyMatch(address -> address.getClass() == group.group().getClass());
        if (!hasFamily) {
            String family = group.group() instanceof Inet6Address ? "IPv6" : "IPv4";
            throw new IOException("cannot join " + group + ": interface " + found.getName() + " has no " + family
                    + " address (expected: another one of " + interfaces() + ")");
        }
        return found;
    }

    private static @Nullable NetworkInterface routeTo(InetAddress group) throws SocketException {
        try (java.nio.channels.DatagramChannel probe = java.nio.channels.DatagramChannel.open()) {
            // Nothing is sent; the kernel only chooses where it would be.
            probe.connect(new InetSocketAddress(group, DISCARD_PORT));
            return probe.getLocalAddress() instanceof InetSocketAddress from
                    ? NetworkInterface.getByInetAddress(from.getAddress())
                    : null;
        } catch (SocketException e) {
            return null;
        } catch (IOException e) {
            throw new SocketException(String.valueOf(e.getMessage()));
        }
    }

    private static String interfaces() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .map(NetworkInterface::getName)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
