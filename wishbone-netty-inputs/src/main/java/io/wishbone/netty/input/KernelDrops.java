package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many datagrams the kernel dropped since sockets' buffers were full, by the column {@code drops} of
 * {@code /proc/net/udp} and {@code udp6} (Linux, proc_net_udp(5)). <em>Thread-safe.</em> A socket is known by its
 * inode; where the transport does not tell its file descriptor, by its local address and that it is this process's.
 */
final class KernelDrops {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;
    private static final int DROPS = 12;

    private final List<Path> tables;
    private final Predicate<String[]> isOurs;
    private final Map<String, Long> lastByInode = new ConcurrentHashMap<>();

    private KernelDrops(List<Path> tables, Predicate<String[]> isOurs) {
        this.tables = tables;
        this.isOurs = isOurs;
    }

    /** The drops of all of an input's sockets, which are bound, or null where the kernel does not tell them. */
    static @Nullable KernelDrops find(List<Channel> channels) {
        List<Path> tables = TABLES.stream().filter(Files::isReadable).toList();
        Set<String> inodes = new HashSet<>();
        Set<String> locals = new HashSet<>();
        for (Channel channel : channels) {
            String inode = inodeOf(channel);
            if (inode == null) {
                locals.add(hexOf((InetSocketAddress) channel.localAddress()));
            } else {
                inodes.add(inode);
            }
        }
        Set<String> own = locals.isEmpty() ? Set.of() : inodesOfThisProcess();
        KernelDrops drops = new KernelDrops(tables, row -> inodes.contains(row[INODE]) || isOneOf(row, own, locals));
        drops.read();
        return drops.lastByInode.isEmpty() ? null : drops;
    }

    private static boolean isOneOf(String[] row, Set<String> inodes, Set<String> locals) {
        return inodes.contains(row[INODE]) && locals.stream().anyMatch(row[LOCAL_ADDRESS]::endsWith);
    }

    private static Set<String> inodesOfThisProcess() {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                String inode = inodeOf(descriptor);
                if (inode != null) {
                    inodes.add(inode);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Then none is told.
        }
        return inodes;
    }

    private static @Nullable String inodeOf(Channel channel) {
        return channel instanceof UnixChannel unix
                ? inodeOf(DESCRIPTORS.resolve(Integer.toString(unix.fd().intValue())))
                : null;
    }

    private static @Nullable String inodeOf(Path descriptor) {
        try {
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

    /** How many datagrams were dropped so far; of a socket that has closed, what was seen last. */
    long total() {
        read();
        long sum = 0;
        for (long drops : lastByInode.values()) {
            sum += drops;
        }
        return sum;
    }

    private void read() {
        for (Path table : tables) {
            try {
                for (String line : Files.readAllLines(table)) {
                    String[] row = BLANKS.split(line.strip());
                    if (row.length > DROPS && isOurs.test(row)) {
                        lastByInode.merge(row[INODE], Long.valueOf(row[DROPS]), Math::max);
                    }
                }
            } catch (IOException | NumberFormatException unreadable) {
                // Then it may be in the other one.
            }
        }
    }
}
