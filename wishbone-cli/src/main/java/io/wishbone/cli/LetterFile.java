package io.wishbone.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The lines of a file, as it was when it was opened: what is appended, moved or put at its path later makes no
 * difference. <em>Confined to one thread at a time.</em> It can be read several times. What is no regular file, such as
 * standard input, is copied to a temporary one first.
 */
final class LetterFile implements AutoCloseable {
    /** The longest line, in bytes. */
    static final int LONGEST = 64 << 20;

    private static final String STDIN = "-";

    private final String name;
    private final FileChannel channel;
    private final long size;
    private final int longest;
    private final byte[] buffer = new byte[64 << 10];
    private int position;
    private int end;
    private InputStream in = InputStream.nullInputStream();
    private int line;
    private boolean tooLong;

    private LetterFile(String name, FileChannel channel, int longest) throws IOException {
        this.name = name;
        this.longest = longest;
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * Opens a file, or standard input.
     *
     * @param name the path as the user named it, or {@code -}
     * @throws CommandFailedException if it cannot be read
     */
    static LetterFile open(String name, InputStream stdin) {
        return open(name, stdin, LONGEST);
    }

    static LetterFile open(String name, InputStream stdin, int longest) {
        try {
            if (name.equals(STDIN)) {
                return new LetterFile("<stdin>", copied(stdin), longest);
            }
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new CommandFailedException(
                        ExitCode.USAGE, "cannot read " + name + ": it is a directory (expected: a file)");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                try (InputStream stream = Files.newInputStream(path)) {
                    return new LetterFile(name, copied(stream), longest);
                }
            }
            return new LetterFile(name, FileChannel.open(path, StandardOpenOption.READ), longest);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException(ExitCode.USAGE, "cannot read " + name + ": there is no such file");
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.USAGE, "cannot read " + name + ": " + PidFile.reason(e));
        }
    }

    private static FileChannel copied(InputStream stream) throws IOException {
        Path copy = Files.createTempFile("wishbone-replay", ".jsonl");
        try {
            Files.copy(stream, copy, StandardCopyOption.REPLACE_EXISTING);
            return FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** Goes back to the first line. */
    void rewind() throws IOException {
        channel.position(0);
        line = 0;
        position = 0;
        end = 0;
        InputStream bounded = new Bounded(Channels.newInputStream(channel), size);
        in = name.endsWith(".gz") ? new GZIPInputStream(bounded, buffer.length) : bounded;
    }

    /** Where the line is that was read last, such as {@code dead.jsonl:3}. */
    String place() {
        return name + ":" + line;
    }

    /** Whether the line that was read last is longer than the bound; what was given of it is its beginning then. */
    boolean isTooLong() {
        return tooLong;
    }

    /** The next line without its end; nothing after the last. */
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        tooLong = false;
        boolean any = false;
        boolean isEnded = false;
        while (!isEnded && (position < end || fill())) {
            any = true;
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            isEnded = position < end;
            add(bytes, from, position - from);
            position += isEnded ? 1 : 0;
        }
        if (!any) {
            return Optional.empty();
        }
        line++;
        return Optional.of(bytes.toByteArray());
    }

    private void add(ByteArrayOutputStream bytes, int from, int count) {
        int room = longest - bytes.size();
        tooLong |= count > room;
        bytes.write(buffer, from, Math.min(count, room));
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The first bytes of a stream. */
    private static final class Bounded extends InputStream {
        private final InputStream stream;
        private long left;

        Bounded(InputStream stream, long left) {
            this.stream = stream;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                return -1;
            }
            int count = stream.read(bytes, offset, (int) Math.min(left, length));
            left -= Math.max(0, count);
            return count;
        }

        /** As it is known, so that several gzip files behind each other are read as one. */
        @Override
        public int available() {
            return (int) Math.min(left, Integer.MAX_VALUE);
        }
    }
}
