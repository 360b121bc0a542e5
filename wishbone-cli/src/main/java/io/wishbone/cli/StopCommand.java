package io.wishbone.cli;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops a server gracefully. */
@Command(
        name = "stop",
        description = {
            "Stop a server that \"start\" started: it takes nothing more and passes on what it has.",
            "The exit code is 0 if nothing was left."
        })
final class StopCommand extends Verb {
    private static final Duration MARGIN = Duration.ofSeconds(10);

    @Mixin
    private PidOption pid = new PidOption();

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to wait for its end; default: its stop_deadline and 10s.")
    private @Nullable Duration deadline;

    @Override
    public Integer call() {
        PidFile file = pid.file();
        PidFile.Entry entry = Running.require(file);
        ProcessHandle.of(entry.pid()).ifPresent(ProcessHandle::destroy);
        Duration allowed = deadline == null ? entry.stopDeadline().plus(MARGIN) : deadline;
        if (!Waiting.until(() -> !entry.isRunning(), allowed)) {
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "pid " + entry.pid() + " still runs after " + allowed.toMillis()
                            + " ms; \"wishbone stop\" again stops it at once, \"wishbone kill\" ends it as it is");
        }
        file.release(entry);
        return report(entry);
    }

    private int report(PidFile.Entry entry) {
        OptionalInt code = EndLine.find(entry.log(), entry.pid());
        if (code.isEmpty()) {
            out().println("stopped, pid " + entry.pid() + "; its log does not tell how: " + entry.log());
            return ExitCode.DONE;
        }
        if (code.getAsInt() == ExitCode.DONE) {
            out().println("stopped, pid " + entry.pid() + ", nothing left");
        } else {
            out().println("stopped, pid " + entry.pid() + ", exit code " + code.getAsInt()
                    + ": not everything was passed on; see the end of " + entry.log());
        }
        return code.getAsInt();
    }
}
