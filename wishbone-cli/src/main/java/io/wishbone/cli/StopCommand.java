package io.wishbone.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        List<PidFile.Entry> entries = Running.require(file);
        List<PidFile.Entry> running =
                entries.stream().filter(PidFile.Entry::isRunning).toList();
        running.forEach(entry -> ProcessHandle.of(entry.pid()).ifPresent(ProcessHandle::destroy));
        long begin = System.nanoTime();
        int code = ExitCode.DONE;
        List<String> late = new ArrayList<>();
        for (PidFile.Entry entry : entries) {
            if (!running.contains(entry)) {
                err().println(entry.words() + " had ended without a stop; see " + entry.log());
                code = Math.max(code, ExitCode.FAILED);
                continue;
            }
            Duration allowed = deadline == null ? entry.stopDeadline().plus(MARGIN) : deadline;
            Duration left = allowed.minusNanos(System.nanoTime() - begin);
            if (Waiting.until(() -> !entry.isRunning(), left)) {
                code = Math.max(code, report(entry));
            } else {
                late.add(entry.words() + " still runs after " + allowed.toMillis() + " ms");
            }
        }
        if (!late.isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    String.join("; ", late)
                            + "; \"wishbone stop\" again stops it at once, \"wishbone kill\" ends it as it is");
        }
        file.release(entries);
        return code;
    }

    private int report(PidFile.Entry entry) {
        OptionalInt code = EndLine.find(entry.log(), entry.pid());
        if (code.isEmpty()) {
            out().println("stopped, " + entry.words() + "; its log does not tell how: " + entry.log());
            return ExitCode.DONE;
        }
        if (code.getAsInt() == ExitCode.DONE) {
            out().println("stopped, " + entry.words() + ", nothing left");
        } else {
            out().println("stopped, " + entry.words() + ", exit code " + code.getAsInt()
                    + ": not everything was passed on; see the end of " + entry.log());
        }
        return code.getAsInt();
    }
}
