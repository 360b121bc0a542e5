package io.wishbone.cli;

/** Finds the server that a pid file names. */
final class Running {
    private Running() {}

    /**
     * The running server of a pid file.
     *
     * @throws CommandFailedException if there is none; a pid file that was left behind is removed then
     */
    static PidFile.Entry require(PidFile file) {
        PidFile.Entry entry = file.read()
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.FAILED, "not running: there is no pid file " + file.path()));
        if (!entry.isRunning()) {
            file.release(entry);
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "not running: pid " + entry.pid() + " has ended; removed stale pid file " + file.path());
        }
        return entry;
    }
}
