package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many datagrams the kernel dropped since a socket's buffer was full, by the column {@code drops} of
 * {@code /proc/net/udp} and {@code udp6} (Linux, proc_net_udp(5)). <em>Thread-safe.</em> A socket is known by its
 * inode; where the transport does not tell its file descriptor, by its local address.
 */
final class KernelDrops {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;
    private static final int DROPS = 12;

    private final List<Path> tables;
    private final Predicate<String[]> isSocket;
    private volatile long last;

    private KernelDrops(List<Path> tables, Predicate<String[]> isSocket) {
        this.tables = tables;
        this.isSocket = isSocket;
    }

    /** The drops of a bound socket, or null where the kernel does not tell them. */
    static @Nullable KernelDrops find(Channel channel) {
        List<Path> tables = TABLES.stream().filter(Files::isReadable).toList();
        String inode = inodeOf(channel);
        String local = hexOf((InetSocketAddress) channel.localAddress());
        KernelDrops drops = new KernelDrops(
                tables, inode == null ? row -> row[LOCAL_ADDRESS].endsWith(local) : row -> row[INODE].equals(inode));
        return drops.read() == null ? null : drops;
    }

    private static @Nullable String inodeOf(Channel channel) {
        if (!(channel instanceof UnixChannel unix)) {
            return null;
        }
        try {
            Path descriptor = Path.of("/proc/self/fd/" + unix.fd().intValue());
            Matcher socket = SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
            return socket.matches() ? socket.group(1) : null;
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /**
     * The address as the table has it: hexadecimal words of four bytes in the machine's order, then the port. An IPv4
     * address that is mapped into IPv6, as for a socket of both families, ends the same way.
     */
    static String hexOf(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        byte[] bytes = host.getAddress();
        StringBuilder hex = new StringBuilder(40);
        for (int i = 0; i < bytes.length; i++) {
            int inWord = i % 4;
            int at = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? i - inWord + 3 - inWord : i;
            hex.append(String.format(Locale.ROOT, "%02X", bytes[at]));
        }
        return hex.append(String.format(Locale.ROOT, ":%04X", address.getPort()))
                .toString();
    }

    /** How many datagrams were dropped so far; after the socket has closed, what was seen last. */
    long total() {
        Long now = read();
        if (now != null) {
            last = now;
        }
        return last;
    }

    private @Nullable Long read() {
        for (Path table : tables) {
            try {
                for (String line : Files.readAllLines(table)) {
                    String[] row = BLANKS.split(line.strip());
                    if (row.length > DROPS && isSocket.test(row)) {
                        return Long.valueOf(row[DROPS]);
                    }
                }
            } catch (IOException | NumberFormatException unreadable) {
                // Then it may be in the other one.
            }
        }
        return null;
    }
}
