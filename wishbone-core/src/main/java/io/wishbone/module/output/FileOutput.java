package io.wishbone.module.output;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Home;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Appends each event as a line to a file: bytes as they are, anything else as UTF-8 text, unless a protocol makes the
 * bytes; then LF.
 *
 * <p>The file is made if it does not exist; its directory must exist. Inlet: {@code inbox}; outlets: {@code successful}
 * after an event was handed to the operating system and, with {@link Fsync#BATCH}, forced to the disk; {@code failed}
 * if that failed, as when the disk is full. The next batch tries again, with the file opened anew. A line that an error
 * or a crash cut is ended before the next is written.
 *
 * <p>A file that is full or old is moved away, to a name with the time at its end, and the next line begins a new one;
 * where that fails the file is written to as before. When its router is told to reopen, or a look at the path shows
 * that someone moved or deleted the file, it opens what is at the path then. A file makes its writer wait, so this
 * module has a thread of its own.
 *
 * <p>Counters: {@code write_errors_total}, {@code fsync_errors_total}, {@code rotations_total},
 * {@code rotate_errors_total}.
 */
public final class FileOutput extends Actor {
    private static final byte[] NO_PREFIX = {};
    private static final long LOOK_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path path;
    private final FileOutputConfig config;
    private final LineWriter lines = new LineWriter(heldEvents(), this::write);
    private final CurrentFile file;
    private final Rotation rotation;
    private @Nullable Encoder encoder;
    private @Nullable IOException openError;
    private long lookedAt;
    private Home.@Nullable Timer forceTimer;
    private boolean broken;
    private boolean forceFails;

    /** Makes the module; it opens the file once its router has started. */
    public FileOutput(FileOutputConfig config) {
        this(config, AppendedFile::open);
    }

    /**
     * Makes a module that writes dead letters: of each event that failed a line of JSON that tells where it failed and
     * why, and has all of it, so that {@code wishbone replay} can put it back.
     *
     * @throws IllegalArgumentException if the configuration has a protocol
     */
    public static FileOutput ofDeadLetters(FileOutputConfig config) {
        return new FileOutput(config.withDeadLetters(), AppendedFile::open);
    }

    FileOutput(FileOutputConfig config, AppendedFile.Opener opener) {
        this.path = config.path();
        this.config = config;
        this.file = new CurrentFile(path, opener, config.fsync().isWanted(), this::opened, this::closeFailed);
        this.rotation = new Rotation(config, file, this::context);
        outlet(SUCCESSFUL);
        inlet(INBOX, this::consume);
    }

    @Override
    public Placement placement(SharedResources shared) {
        return Placement.blocking();
    }

    @Override
    public void onStart() throws IOException {
        if (config.rotates() && Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
            throw new IOException("cannot rotate " + path + ": it is no regular file (expected: one, or neither"
                    + " rotate_size nor rotate_age)");
        }
        Protocol protocol = config.protocol();
        if (protocol != null) {
            encoder = protocol.newEncoder(ProtocolContext.of(context()));
        }
        file.open();
    }

    private void opened() {
        lookedAt = context().nanoTime();
        lines.torn(file.endsInsideLine(lines.isTorn()));
        rotation.opened();
    }

    private byte[] contentOf(Event event) throws Exception {
        if (encoder != null) {
            return encoder.encode(event);
        }
        return event.data() instanceof byte[] bytes ? bytes : event.text().getBytes(StandardCharsets.UTF_8);
    }

    private void consume(Event event) throws Exception {
        byte[] content = contentOf(event);
        prepare();
        if (rotation.isFull(lines.size(), content.length + 1L)) {
            if (!lines.isEmpty()) {
                writeLines();
            }
            if (file.isOpen()) {
                rotation.rotate();
            }
            openIfClosed();
        }
        lines.add(event, NO_PREFIX, content);
        if (lines.isFull()) {
            writeLines();
        }
    }

    /** Before the first line of those that are written together, as the file's end decides how that begins. */
    private void prepare() {
        if (!lines.isEmpty()) {
            return;
        }
        if (file.isOpen() && context().nanoTime() - lookedAt >= LOOK_INTERVAL_NANOS) {
            lookedAt = context().nanoTime();
            if (file.isElsewhere()) {
                reopen();
            }
        }
        openIfClosed();
    }

    private void openIfClosed() {
        if (file.isOpen() || !lines.isEmpty()) {
            return;
        }
        try {
            file.open();
        } catch (IOException e) {
            openError = e;
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
            file.close();
            tellOfError(error);
        } else if (broken) {
            context().log().info("{} can be written to again", path);
            broken = false;
        }
        awaitForce();
    }

    private void tellOfError(IOException error) {
        if (!broken) {
            context()
                    .log()
                    .error(
                            "cannot write to {}: {}; events go to \"{}.failed\" until it can be written to again",
                            path,
                            error.getMessage(),
                            context().name());
        }
        broken = true;
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (!file.isOpen()) {
            throw openError != null ? openError : new IOException("it is not open");
        }
        file.write(bytes);
        if (config.fsync().when() == Fsync.When.BATCH) {
            int written = bytes.position();
            // Nothing counts as written unless this succeeds.
            bytes.position(0);
            file.force();
            bytes.position(written);
        }
    }

    private void awaitForce() {
        if (config.fsync().when() == Fsync.When.INTERVAL && forceTimer == null && file.isDirty()) {
            forceTimer = context().schedule(config.fsync().interval(), this::forceNow);
        }
    }

    private void forceNow() {
        forceTimer = null;
        force();
        awaitForce();
    }

    /** Forces what was written to the disk, if that is wanted. */
    private void force() {
        if (!config.fsync().isWanted()) {
            return;
        }
        try {
            file.force();
            forceFails = false;
        } catch (IOException e) {
            context().counter("fsync_errors_total").increment();
            if (!forceFails) {
                context().log().error("cannot force {} to the disk: {}; trying again", path, e.getMessage());
            }
            forceFails = true;
        }
    }

    @Override
    public void onReopen() {
        reopen();
    }

    /** Leaves the file that is open, which may have been moved or deleted, for what is at the path. */
    private void reopen() {
        force();
        file.close();
        try {
            file.open();
            context().log().info("reopened {}", path);
        } catch (IOException e) {
            // Written to on, the old file would be lost with all that is in it once its mover deletes it.
            openError = e;
            tellOfError(e);
        }
    }

    private void closeFailed(IOException cause) {
        context().log().warn("cannot close {}: {}", path, cause.getMessage());
    }

    @Override
    public void onClose() {
        rotation.cancel();
        if (forceTimer != null) {
            forceTimer.cancel();
            forceTimer = null;
        }
        force();
        file.close();
    }
}
