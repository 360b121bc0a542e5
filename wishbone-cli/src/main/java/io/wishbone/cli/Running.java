package io.wishbone.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Finds the server that a pid file names. */
final class Running {
    private Running() {}

    /**
     * The processes of a pid file, of which one runs at least.
     *
     * @throws CommandFailedException if none does; a pid file that was left behind is removed then
     */
    static List<PidFile.Entry> require(PidFile file) {
        List<PidFile.Entry> entries = file.read();
        if (entries.isEmpty()) {
            throw new CommandFailedException(ExitCode.FAILED, "not running: there is no pid file " + file.path());
        }
        if (entries.stream().noneMatch(PidFile.Entry::isRunning)) {
            file.release(entries);
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "not running: " + words(entries) + (entries.size() == 1 ? " has" : " have")
                            + " ended; removed stale pid file " + file.path());
        }
        return entries;
    }

    /** How messages name several. */
    static String words(List<PidFile.Entry> entries) {
        return entries.stream().map(PidFile.Entry::words).collect(Collectors.joining("; "));
    }
}
