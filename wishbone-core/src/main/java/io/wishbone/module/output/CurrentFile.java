package io.wishbone.module.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file at a path, which may be closed, as after an error, and opened again, as after something else was put at its
 * path. <em>Confined to its module's thread.</em>
 */
final class CurrentFile {
    private final Path path;
    private final AppendedFile.Opener opener;
    private final boolean isForced;
    private final Runnable onOpened;
    private final Consumer<IOException> onCloseFailed;
    private @Nullable AppendedFile file;
    private @Nullable Object identity;
    private long size;
    private boolean dirty;

    /**
     * Makes a file that is not open.
     *
     * @param isForced whether a file that is made must outlive a crash of the machine
     * @param onOpened called whenever it was opened
     * @param onCloseFailed told when it cannot be closed, which changes nothing else
     */
    CurrentFile(
            Path path,
            AppendedFile.Opener opener,
            boolean isForced,
            Runnable onOpened,
            Consumer<IOException> onCloseFailed) {
        this.path = path;
        this.opener = opener;
        this.isForced = isForced;
        this.onOpened = onOpened;
        this.onCloseFailed = onCloseFailed;
    }

    boolean isOpen() {
        return file != null;
    }

    /** Its size in bytes after the last write. */
    long size() {
        return size;
    }

    /** Whether something was written that was not forced to the disk. */
    boolean isDirty() {
        return dirty;
    }

    /**
     * Opens what is at the path now. A file that is open is closed once that has succeeded, and else stays open.
     *
     * @throws IOException with a message for operators
     */
    void open() throws IOException {
        AppendedFile before = file;
        boolean isNew = !Files.exists(path);
        try {
            file = opener.open(path);
        } catch (IOException e) {
            throw new IOException("cannot append to " + path + ": " + reason(e), e);
        }
        close(before);
        size = file.size();
        identity = identityAtPath();
        if (isNew && isForced) {
            forceDirectory();
        }
        onOpened.run();
    }

    /** Whether the path leads to another file than the one that is open, or to none. */
    boolean isElsewhere() {
        return file != null && identity != null && !identity.equals(identityAtPath());
    }

    /** What tells a file from any other; null where there is none, or where the system does not tell. */
    private @Nullable Object identityAtPath() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private String reason(IOException cause) {
        Path directory = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path)) {
            return "it is a directory (expected: a file)";
        }
        if (directory != null && !Files.isDirectory(directory)) {
            return "its directory " + directory + " does not exist (make it first)";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied (expected: a file that this user may write to)";
        }
        return String.valueOf(cause.getMessage());
    }

    /** The name of a new file is kept in its directory, which not every file system lets anyone force. */
    private void forceDirectory() {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (IOException e) {
            // Then its name is as safe as this file system makes it.
        }
    }

    /** Whether it ends without LF, as a crash may have left it; the default if it may be written to but not read. */
    boolean endsInsideLine(boolean otherwise) {
        if (size == 0 || !Files.isRegularFile(path)) {
            return false;
        }
        try (FileChannel existing = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return existing.size() > 0 && existing.read(last, existing.size() - 1) == 1 && last.get(0) != '\n';
        } catch (IOException unreadable) {
            return otherwise;
        }
    }

    /** Writes all; after an error the position of the bytes tells how much was written. */
    void write(ByteBuffer bytes) throws IOException {
        AppendedFile open = file;
        if (open == null) {
            throw new IOException("it is not open");
        }
        dirty = true;
        while (bytes.hasRemaining()) {
            open.write(bytes);
        }
        size = open.size();
    }

    /** Forces what was written to the disk. */
    void force() throws IOException {
        AppendedFile open = file;
        if (open != null && dirty) {
            open.force();
            dirty = false;
        }
    }

    void close() {
        AppendedFile open = file;
        file = null;
        close(open);
    }

    private void close(@Nullable AppendedFile open) {
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            onCloseFailed.accept(e);
        }
    }
}
