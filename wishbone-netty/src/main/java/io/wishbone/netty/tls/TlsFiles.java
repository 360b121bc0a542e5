package io.wishbone.netty.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What the files of a configuration have in them at one time. <em>Immutable.</em> Each is read once, so that what was
 * compared is also what is used.
 */
final class TlsFiles {
    private static final int LARGEST = 4 << 20;

    private final Map<Path, byte[]> contents = new HashMap<>();
    private final Map<Path, String> problems = new HashMap<>();

    private TlsFiles() {}

    static TlsFiles read(List<Path> paths) {
        TlsFiles files = new TlsFiles();
        paths.forEach(files::read);
        return files;
    }

    private void read(Path path) {
        try {
            contents.put(path, readWhole(path));
        } catch (IOException e) {
            problems.put(path, reasonOf(path, e));
        }
    }

    private static byte[] readWhole(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("it is a directory (expected: a file)");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("it is larger than 4 MiB (expected: certificates or a key)");
            }
            return bytes;
        }
    }

    private static String reasonOf(Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "it does not exist (expected: a file; a relative path begins at "
                    + Path.of("").toAbsolutePath() + ")";
        }
        if (e instanceof AccessDeniedException) {
            return "access is denied (expected: a file that user " + System.getProperty("user.name") + " may read)";
        }
        String message = String.valueOf(e.getMessage());
        return message.equals(path.toString()) ? e.getClass().getSimpleName() : message;
    }

    /**
     * The bytes of a file.
     *
     * @param what what it is, for messages
     * @throws TlsException if it could not be read
     */
    byte[] bytes(String what, Path path) {
        byte[] bytes = contents.get(path);
        if (bytes == null) {
            throw new TlsException("cannot read the " + what + " " + path + ": " + problems.get(path));
        }
        return bytes;
    }

    /** What differs as soon as a file does. */
    Map<Path, String> fingerprint() {
        Map<Path, String> prints = new HashMap<>(problems);
        contents.forEach((path, bytes) -> prints.put(path, HexFormat.of().formatHex(sha256(bytes))));
        return prints;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
