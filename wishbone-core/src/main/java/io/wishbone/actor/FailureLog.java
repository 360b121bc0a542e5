package io.wishbone.actor;

import org.slf4j.Logger;

/** Logs failed events that go nowhere, at most once a second. <em>Confined to its module's thread.</em> */
final class FailureLog {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final Logger log;
    private boolean logged;
    private long lastLogged;
    private long unlogged;

    FailureLog(Logger log) {
        this.log = log;
    }

    void note(String module, Throwable cause, long now) {
        if (logged && now - lastLogged < INTERVAL_NANOS) {
            unlogged++;
            return;
        }
        log.warn(
                "module \"{}\" failed on an event, which is counted as failed and dropped; connect \"{}.failed\" to keep such"
                        + " events ({} more since the last such message)",
                module,
                module,
                unlogged,
                cause);
        logged = true;
        lastLogged = now;
        unlogged = 0;
    }
}
