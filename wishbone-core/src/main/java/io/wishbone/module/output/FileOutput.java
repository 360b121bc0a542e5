package io.wishbone.module.output;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Appends each event as a line to a file: bytes as they are, anything else as UTF-8 text, then LF.
 *
 * <p>The file is made if it does not exist; its directory must exist. Inlet: {@code inbox}; outlets: {@code successful}
 * after an event was handed to the operating system, {@code failed} if that failed, as when the disk is full. The next
 * batch tries again, with the file opened anew. A line that an error or a crash cut is ended before the next is
 * written. A file makes its writer wait, so this module has a thread of its own. Counter: {@code write_errors_total}.
 */
public final class FileOutput extends Actor {
    private static final byte[] NO_PREFIX = {};

    private final Path path;
    private final LineWriter lines = new LineWriter(heldEvents(), this::write);
    private @Nullable FileChannel channel;
    private boolean broken;

    /** Makes the module; it opens the file once its router has started. */
    public FileOutput(FileOutputConfig config) {
        this.path = config.path();
        outlet(SUCCESSFUL);
        inlet(INBOX, this::consume);
    }

    @Override
    public Placement placement(SharedResources shared) {
        return Placement.blocking();
    }

    @Override
    public void onStart() throws IOException {
        if (endsInsideLine()) {
            lines.torn();
        }
        channel = open();
    }

    private FileChannel open() throws IOException {
        try {
            return FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IOException("cannot append to " + path + ": " + reason(e), e);
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

    /** Whether the file ends without LF, as a crash may have left it. */
    private boolean endsInsideLine() {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (FileChannel existing = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return existing.size() > 0 && existing.read(last, existing.size() - 1) == 1 && last.get(0) != '\n';
        } catch (IOException unreadable) {
            // A file that may be written to but not read.
            return false;
        }
    }

    private void consume(Event event) {
        byte[] content =
                event.data() instanceof byte[] bytes ? bytes : event.text().getBytes(StandardCharsets.UTF_8);
        lines.add(event, NO_PREFIX, content);
        if (lines.isFull()) {
            writeLines();
        }
    }

    @Override
    public void onBatchEnd() {
        if (!lines.isEmpty()) {
            writeLines();
        }
    }

    private void writeLines() {
        IOException error = lines.write();
        if (error != null) {
            context().counter("write_errors_total").increment();
            closeFile();
            if (!broken) {
                context()
                        .log()
                        .error(
                                "cannot write to {}: {}; events go to \"{}.failed\" until it can be written to again",
                                path,
                                error.getMessage(),
                                context().name());
            }
        } else if (broken) {
            context().log().info("{} can be written to again", path);
        }
        broken = error != null;
    }

    private void write(ByteBuffer bytes) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = open();
            channel = open;
        }
        while (bytes.hasRemaining()) {
            open.write(bytes);
        }
    }

    private void closeFile() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                context().log().warn("cannot close {}: {}", path, e.getMessage());
            }
        }
    }

    @Override
    public void onClose() {
        closeFile();
    }
}
