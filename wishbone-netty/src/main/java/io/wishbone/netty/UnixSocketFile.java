package io.wishbone.netty;

import io.netty.channel.unix.DomainSocketAddress;
import io.wishbone.module.ArgumentType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix socket that a module listens on: what has to be done before and after its bind, and at its close.
 * <em>Thread-safe.</em>
 *
 * <pre>{@code
 * UnixSocketFile file = UnixSocketFile.of("/run/wishbone.sock", "660");
 * loops.executeBlocking(() -> file.prepare(transport)) // removes the file of a dead process
 *         .thenAccept(address -> bootstrap.bind(address).addListener(...)); // in which: file.bound()
 * ...
 * file.release(); // removes the file, if it is still ours
 * channel.close();
 * }</pre>
 *
 * <p>A path that begins with {@code @} is a name of Linux's abstract namespace, which has no file: nothing is prepared
 * or removed, it has no permissions, and whether another process has it the bind tells.
 *
 * <p>Two processes that start at the same moment on the same path are not kept apart: between {@link #prepare} and the
 * bind, native transports remove whatever is at the path.
 */
public final class UnixSocketFile {
    private static final boolean LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");

    /** What {@code sockaddr_un} has room for, less the zero that ends it. */
    static final int LONGEST_PATH_BYTES = LINUX ? 107 : 103;

    /** The same everywhere, for documents. */
    private static final int PORTABLE_PATH_BYTES = 103;

    private static final int TYPE_BITS = 0170000;
    private static final int SOCKET_TYPE = 0140000;

    private final String path;
    private final @Nullable Set<PosixFilePermission> permissions;
    private volatile @Nullable OwnedAddress address;
    private volatile @Nullable Object boundKey;

    private UnixSocketFile(String path, @Nullable Set<PosixFilePermission> permissions) {
        this.path = path;
        this.permissions = permissions;
    }

    /**
     * The file of a socket.
     *
     * @param path where, up to 107 bytes in UTF-8 on Linux and 103 elsewhere; or {@code @} and an abstract name
     * @param mode its permissions as chmod(1) takes them, three octal digits, such as {@code 660}, with or without a
     *     zero before them; null leaves them to the process's umask. To send to a socket one has to be allowed to write
     * @throws IllegalArgumentException if the path is empty or too long, or the mode is none
     */
    public static UnixSocketFile of(String path, @Nullable String mode) {
        boolean isAbstract = path.startsWith("@");
        check(path.length() > (isAbstract ? 1 : 0) && path.indexOf('\0') < 0, "path", path, "the path of a socket");
        int bytes = path.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_PATH_BYTES) {
            throw new IllegalArgumentException("path: " + path + " has " + bytes + " bytes (expected: at most "
                    + LONGEST_PATH_BYTES + ", which is what the system takes)");
        }
        if (mode == null) {
            return new UnixSocketFile(path, null);
        }
        check(!isAbstract, "mode", mode, "none with the abstract socket " + path + ", which has no permissions");
        return new UnixSocketFile(path, parseMode(mode));
    }

    /** The type of the argument {@code path} of modules that listen on Unix sockets; see {@link #of}. */
    public static ArgumentType<String> pathArgument() {
        return ArgumentType.of(
                "a path of up to " + PORTABLE_PATH_BYTES + " bytes",
                raw -> of(ArgumentType.text().read(raw), null).path());
    }

    /** The type of the argument {@code mode} of modules that listen on Unix sockets; see {@link #of}. */
    public static ArgumentType<String> modeArgument() {
        return ArgumentType.of("three octal digits, such as 660", raw -> {
            String mode = ArgumentType.text().read(raw);
            parseMode(mode);
            return mode;
        });
    }

    private static Set<PosixFilePermission> parseMode(String mode) {
        check(mode.matches("0?[0-7]{3}"), "mode", mode, "three octal digits, such as 660");
        int bits = Integer.parseInt(mode, 8);
        PosixFilePermission[] fromTheHighest = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < fromTheHighest.length; i++) {
            if ((bits & 0400 >> i) != 0) {
                permissions.add(fromTheHighest[i]);
            }
        }
        return permissions;
    }

    private static void check(boolean holds, String name, String value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** The path as it was given. */
    public String path() {
        return path;
    }

    /** Whether it is a name of Linux's abstract namespace instead of a file. */
    public boolean isAbstract() {
        return path.startsWith("@");
    }

    /**
     * Makes the path free for a bind: removes a socket's file that a dead process left. Looks at files, so not for
     * event loops.
     *
     * @return the address to bind to, for that transport's channels; for this file only, and once
     * @throws IOException if the directory is missing, another process listens there, or there is something else, which
     *     stays; the message says what to do
     * @throws IllegalStateException if the name is abstract and the transport knows none
     */
    public SocketAddress prepare(Transport transport) throws IOException {
        SocketAddress plain = transport.unixAddress(path);
        if (isAbstract()) {
            return plain;
        }
        Path file = file();
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IOException("cannot listen on " + path + ": there is no directory " + directory
                    + " (expected: one that exists; create it, or choose another path)");
        }
        removeStale(file);
        if (!(plain instanceof DomainSocketAddress)) {
            return plain;
        }
        OwnedAddress owned = new OwnedAddress(path);
        address = owned;
        return owned;
    }

    private Path file() throws IOException {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new IOException("cannot listen on " + path + ": this is no path here", e);
        }
    }

    private void removeStale(Path file) throws IOException {
        int mode;
        try {
            mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException free) {
            return;
        } catch (UnsupportedOperationException notUnix) {
            // Then the bind fails if there is something.
            return;
        }
        if ((mode & TYPE_BITS) != SOCKET_TYPE) {
            throw new IOException(
                    "cannot listen on " + path
                            + ": there is something that is no socket (expected: nothing, or a socket that a dead process left)");
        }
        if (isServed(file)) {
            throw new IOException("cannot listen on " + path + ": another process listens on " + path
                    + " (stop it, or choose another path)");
        }
        Files.deleteIfExists(file);
    }

    /**
     * Whether a process has the socket: the kernel refuses a connection only if none has. Any other answer, such as
     * that the line of connections is full or that it is a datagram socket, is that of a living one.
     */
    private static boolean isServed(Path file) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(file));
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (IOException alive) {
            return true;
        }
    }

    /**
     * Tells that the socket is bound: sets its file's permissions, and remembers which file it is.
     *
     * @throws IOException if the permissions cannot be set; close the channel then
     */
    public void bound() throws IOException {
        if (isAbstract()) {
            return;
        }
        Path file = file();
        boundKey = keyOf(file);
        Set<PosixFilePermission> wanted = permissions;
        if (wanted != null) {
            try {
                Files.setPosixFilePermissions(file, wanted);
            } catch (UnsupportedOperationException e) {
                throw new IOException(
                        "cannot set the permissions of " + path + " (expected: no mode on this system)", e);
            }
        }
    }

    /**
     * Removes the file if it is still the one that was bound; one that somebody put there since stays. To be called
     * before the channel is closed: until then the file's number belongs to it. Idempotent; does nothing if the bind
     * did not happen.
     *
     * <p>Netty's stream servers remove what is at their path, too, when they close; under native transports this keeps
     * them from removing what is not theirs, under NIO nothing can.
     */
    public void release() {
        Object key = boundKey;
        OwnedAddress owned = address;
        boundKey = null;
        if (key == null) {
            return;
        }
        try {
            Path file = file();
            if (key.equals(keyOf(file))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It stays, and the next one who binds finds it stale.
        }
        if (owned != null) {
            owned.disown();
        }
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    @Override
    public String toString() {
        return path;
    }

    /** An address that can be taken back from the channel that is bound to it, which would remove its file. */
    private static final class OwnedAddress extends DomainSocketAddress {
        private static final long serialVersionUID = 1L;

        private volatile boolean disowned;

        OwnedAddress(String path) {
            super(path);
        }

        void disown() {
            disowned = true;
        }

        @Override
        public String path() {
            // The empty path is no file.
            return disowned ? "" : super.path();
        }
    }
}
