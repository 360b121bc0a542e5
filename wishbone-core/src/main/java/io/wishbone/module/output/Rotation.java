package io.wishbone.module.output;

import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a new file in the place of one that is full or old. <em>Confined to its module's thread.</em> Where that fails
 * the file is written to as before, and it is tried again after a pause.
 */
final class Rotation {
    /** How long a failed rotation is not tried again, which also bounds the warnings. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final FileOutputConfig config;
    private final CurrentFile current;
    private final OldFiles oldFiles;
    private final Supplier<ModuleContext> context;
    private Home.@Nullable Timer ageTimer;
    private boolean failed;
    private boolean deleteFailed;
    private long failedAt;

    Rotation(FileOutputConfig config, CurrentFile current, Supplier<ModuleContext> context) {
        this.config = config;
        this.current = current;
        this.oldFiles = new OldFiles(config.path(), config.rotateKeep());
        this.context = context;
    }

    /** The file was opened: its age begins. */
    void opened() {
        if (!config.rotateAge().isZero()) {
            awaitAge(config.rotateAge());
        }
    }

    private void awaitAge(Duration delay) {
        cancel();
        ageTimer = context.get().schedule(delay, this::oldEnough);
    }

    private void oldEnough() {
        boolean isDone = current.isOpen() && current.size() > 0 && rotate();
        // A new file has a timer already.
        if (!isDone) {
            awaitAge(failed ? PAUSE : config.rotateAge());
        }
    }

    /** Ends the timer. */
    void cancel() {
        if (ageTimer != null) {
            ageTimer.cancel();
            ageTimer = null;
        }
    }

    /** Whether the file would get too big. */
    boolean isFull(long gathered, long more) {
        long before = current.size() + gathered;
        return config.rotateSize() > 0
                && current.isOpen()
                && before > 0
                && before + more > config.rotateSize()
                && !isPausing();
    }

    private boolean isPausing() {
        return failed && context.get().nanoTime() - failedAt < PAUSE.toNanos();
    }

    /** Puts a new file in the place of the current one; tells whether it could. */
    boolean rotate() {
        try {
            exchange();
            failed = false;
            context.get().counter("rotations_total").increment();
        } catch (IOException e) {
            boolean isLogged = !isPausing();
            failed = true;
            failedAt = context.get().nanoTime();
            count(e, isLogged, "cannot rotate {}: {}; going on with the file as it is");
            return false;
        }
        try {
            oldFiles.deleteOldest();
            deleteFailed = false;
        } catch (IOException e) {
            count(e, !deleteFailed, "cannot delete old files of {}: {}; there are more than are to be kept");
            deleteFailed = true;
        }
        return true;
    }

    private void exchange() throws IOException {
        if (config.fsync().isWanted()) {
            current.force();
        }
        Optional<OldFiles.Moved> moved = oldFiles.moveAway(context.get().now());
        try {
            current.open();
        } catch (IOException e) {
            if (moved.isPresent()) {
                undo(moved.get(), e);
            }
            throw e;
        }
    }

    /** Where this fails too, the open file is written to under its new name. */
    private static void undo(OldFiles.Moved moved, IOException cause) {
        try {
            moved.undo();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void count(IOException cause, boolean isLogged, String message) {
        context.get().counter("rotate_errors_total").increment();
        if (isLogged) {
            // The message of many of these is a path alone.
            String reason = cause instanceof FileSystemException ? cause.toString() : cause.getMessage();
            context.get().log().warn(message, config.path(), reason);
        }
    }
}
