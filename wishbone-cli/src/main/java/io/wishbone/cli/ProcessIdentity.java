package io.wishbone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells a process from another one that later got the same id.
 *
 * <p>On Linux it is the boot's id and the clock ticks from the boot to the process's start, which, unlike a time of
 * day, do not change when the clock is set. Elsewhere it is the start time.
 */
final class ProcessIdentity {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    /** Counted from the state, the first field after the command's name, which may have spaces. */
    private static final int START_FIELD = 19;

    private ProcessIdentity() {}

    /** The identity of a running process; nothing if there is none, or only its unread exit code. */
    static Optional<String> of(long pid) {
        if (Files.isReadable(BOOT_ID)) {
            return linux(pid);
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info()
                        .startInstant()
                        .map(start -> "started/" + start.toEpochMilli())
                        .orElse("unknown"));
    }

    private static Optional<String> linux(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean hasEnded = fields[0].equals("Z") || fields[0].equals("X");
            return hasEnded
                    ? Optional.empty()
                    : Optional.of(Files.readString(BOOT_ID).strip() + "/" + fields[START_FIELD]);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
