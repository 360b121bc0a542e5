package io.wishbone.cli;

import java.time.Duration;
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
        PidFile.Entry entry = Running.require(file);
        ProcessHandle.of(entry.pid()).ifPresent(ProcessHandle::destroyForcibly);
        if (!Waiting.until(() -> !entry.isRunning(), ALLOWED)) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "pid " + entry.pid() + " still runs (expected: it is yours to kill)");
        }
        file.release(entry);
        out().println("killed, pid " + entry.pid());
        return ExitCode.DONE;
    }
}
