package io.wishbone.actor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a module did that is graver than an event that fails: an {@link Error}, after which nobody can promise that it
 * works, or something that would have broken what runs it.
 *
 * <p><em>Confined to its module's thread</em>, but for {@link #first} and {@link #breach}. The module lives on. It is
 * logged at most once a second.
 */
final class Faults {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final String module;
    private final ModuleContext context;
    private volatile @Nullable String first;
    private volatile @Nullable Throwable breach;
    private boolean logged;
    private long lastLogged;
    private long unlogged;

    Faults(String module, ModuleContext context) {
        this.module = module;
        this.context = context;
    }

    /** What was thrown first that was an error, and where; empty if none was. Any thread. */
    Optional<String> first() {
        return Optional.ofNullable(first);
    }

    /** What would have broken what runs the module first; empty if nothing would. Any thread. */
    Optional<Throwable> breach() {
        return Optional.ofNullable(breach);
    }

    /**
     * Logs something that was thrown, and keeps it if it was an error.
     *
     * @param where what threw it, such as {@code its handler}
     * @return whether it was an error; what is not is the caller's to log
     */
    boolean note(String where, Throwable cause) {
        if (!(cause instanceof Error error)) {
            return false;
        }
        if (first == null) {
            first = "module \"" + module + "\" threw " + summary(error) + " in " + where;
        }
        if (mayLog()) {
            context.log()
                    .error(
                            "{} in {}: {}; the module goes on, but the router is not ready any more ({} more since the last"
                                    + " such message)",
                            "module \"" + module + "\" threw " + summary(error),
                            where,
                            meaningOf(error),
                            takeUnlogged(),
                            cause);
        }
        return true;
    }

    /**
     * Logs something that was thrown.
     *
     * @param message of a warning, with a place for the module's name, if it was no error
     */
    void warn(String message, String where, Throwable cause) {
        if (!note(where, cause)) {
            context.log().warn(message, module, cause);
        }
    }

    /** Logs what would have broken what runs the module, such as a completion that was released too often. */
    void broke(String where, Throwable cause) {
        if (breach == null) {
            breach = cause;
        }
        if (!note(where, cause) && mayLog()) {
            context.log()
                    .warn(
                            "module \"{}\" broke a rule, as by ending a completion that was not its own, which showed in {};"
                                    + " it goes on ({} more since the last such message)",
                            module,
                            where,
                            takeUnlogged(),
                            cause);
        }
    }

    private static String summary(Error error) {
        return error.getMessage() == null
                ? error.getClass().getName()
                : error.getClass().getName() + " (" + error.getMessage() + ")";
    }

    private static String meaningOf(Error error) {
        if (error instanceof OutOfMemoryError) {
            return "memory ran out, and other threads may have lost work too; restart, with more memory or smaller queues";
        }
        if (error instanceof StackOverflowError) {
            return "its code calls itself too deeply, or its data is nested too deeply";
        }
        if (error instanceof LinkageError) {
            return "a class is missing or is not the one that it was compiled with; look at the class path";
        }
        if (error instanceof AssertionError) {
            return "what its code takes for granted is not so";
        }
        return "its code or the JVM is not in order";
    }

    private boolean mayLog() {
        long now = context.nanoTime();
        if (logged && now - lastLogged < INTERVAL_NANOS) {
            unlogged++;
            return false;
        }
        logged = true;
        lastLogged = now;
        return true;
    }

    private long takeUnlogged() {
        long taken = unlogged;
        unlogged = 0;
        return taken;
    }
}
