package io.wishbone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** How a detached server tells the command that started it how that went: by a file. <em>Thread-safe.</em> */
final class StartReport {
    private static final int READY = -1;

    private final Path path;

    StartReport(Path path) {
        this.path = path;
    }

    /**
     * What was told.
     *
     * @param code the exit code; -1 if the server runs
     * @param message why it does not run
     */
    record Outcome(int code, String message) {
        boolean isReady() {
            return code == READY;
        }
    }

    void ready() {
        write(READY + "\n");
    }

    void failed(int code, String message) {
        write(code + "\n" + message);
    }

    private void write(String text) {
        Path fresh = path.resolveSibling(path.getFileName() + ".tmp");
        try {
            // Whoever waits has gone if it took its file away.
            if (Files.exists(path)) {
                Files.writeString(fresh, text);
                Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.FAILED, "cannot report to " + path + ": " + e.getMessage());
        }
    }

    Optional<Outcome> read() {
        try {
            String text = Files.readString(path);
            int end = text.indexOf('\n');
            return end < 0
                    ? Optional.empty()
                    : Optional.of(new Outcome(Integer.parseInt(text.substring(0, end)), text.substring(end + 1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
