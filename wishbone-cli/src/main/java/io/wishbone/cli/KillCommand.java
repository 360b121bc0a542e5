package io.wishbone.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a server as it is. */
@Command(
        name = "kill",
        description = "End a server that \"start\" started at once, by SIGKILL. What it has not passed on is lost.")
final class KillCommand extends Verb {
    private static final Duration ALLOWED = Duration.ofSeconds(10);

    @Mixin
    private PidOption pid = new PidOption();

    @Override
    public Integer call() {
        PidFile file = pid.file();
        List<PidFile.Entry> entries = Running.require(file);
        List<PidFile.Entry> running =
                entries.stream().filter(PidFile.Entry::isRunning).toList();
        running.forEach(entry -> ProcessHandle.of(entry.pid()).ifPresent(ProcessHandle::destroyForcibly));
        long begin = System.nanoTime();
        List<PidFile.Entry> left = new ArrayList<>();
        for (PidFile.Entry entry : running) {
            if (Waiting.until(() -> !entry.isRunning(), ALLOWED.minusNanos(System.nanoTime() - begin))) {
                out().println("killed, " + entry.words());
            } else {
                left.add(entry);
            }
        }
        if (!left.isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.FAILED, Running.words(left) + " still runs (expected: it is yours to kill)");
        }
        file.release(entries);
        return ExitCode.DONE;
    }
}
