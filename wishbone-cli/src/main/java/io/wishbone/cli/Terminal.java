package io.wishbone.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The terminal that controls this process, if there is one. <em>Immutable.</em> It tells a SIGHUP that says that the
 * terminal has gone from one that an administrator or logrotate sent.
 */
final class Terminal {
    private final Path device;
    private final boolean hadOne;

    private Terminal(Path device) {
        this.device = device;
        this.hadOne = canOpen(device);
    }

    /** The terminal that controls this process now. */
    static Terminal current() {
        return of(Path.of("/dev/tty"));
    }

    static Terminal of(Path device) {
        return new Terminal(device);
    }

    /** Whether there was a terminal when this object was made and there is none any more. */
    boolean isGone() {
        return hadOne && !canOpen(device);
    }

    /** The device is always there; it can be opened by a process that has a terminal. */
    private static boolean canOpen(Path device) {
        try {
            FileChannel.open(device, StandardOpenOption.READ).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
