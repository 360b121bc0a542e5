package io.wishbone.router;

import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Trampoline;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what a router's homes run: adds up how long each module is busy, and names one that keeps a home that it
 * shares in one call for too long. <em>Confined to the thread that looks.</em>
 *
 * <p>Many short calls are told from a long one by their number. Time in which nobody looked, since the whole JVM or the
 * machine stood still, is no module's fault and hardly counts for a long call.
 */
final class Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long MOST_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LEAST_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int LOOKS = 5;

    private final Homes homes;
    private final long limitNanos;
    private final long periodNanos;
    private final Map<Trampoline, Watched> watched = new HashMap<>();
    private final Map<ModuleRunner, Long> warnedAt = new WeakHashMap<>();

    /**
     * Makes a watchdog.
     *
     * @param limitNanos how long a call may take, in nanoseconds; 0 = for ever
     */
    Watchdog(Homes homes, long limitNanos) {
        this.homes = homes;
        this.limitNanos = limitNanos;
        this.periodNanos = limitNanos == 0
                ? MOST_PERIOD_NANOS
                : Math.max(LEAST_PERIOD_NANOS, Math.min(MOST_PERIOD_NANOS, limitNanos / LOOKS));
    }

    /** The time from one look to the next, in nanoseconds. */
    long periodNanos() {
        return periodNanos;
    }

    /** Looks once; {@code now} is in nanoseconds from an arbitrary origin. */
    void look(long now) {
        Collection<Trampoline> trampolines = homes.trampolines();
        if (watched.size() > trampolines.size()) {
            watched.keySet().retainAll(trampolines);
        }
        for (Trampoline trampoline : trampolines) {
            watched.computeIfAbsent(trampoline, home -> new Watched(home, now)).look(now);
        }
    }

    private void warn(ModuleRunner module, Trampoline trampoline, int call, long heldNanos, long now) {
        Long before = warnedAt.get(module);
        if (before != null && now - before < REPEAT_NANOS) {
            return;
        }
        StackTraceElement[] stack = trampoline.home().stackTrace();
        if (trampoline.calls() != call || trampoline.running() != module) {
            return;
        }
        warnedAt.put(module, now);
        LOG.warn(
                "module \"{}\" has kept {} for {} ms in one call, and all else that runs there waits; let it say in"
                        + " placement() that it is cpu if it computes for long, or blocking if it waits. It is at{}",
                module.name(),
                trampoline.home().name(),
                TimeUnit.NANOSECONDS.toMillis(heldNanos),
                text(stack));
    }

    private static String text(StackTraceElement[] stack) {
        StringBuilder text = new StringBuilder(1024);
        for (StackTraceElement frame : stack) {
            text.append(System.lineSeparator()).append("    ").append(frame);
        }
        return text.toString();
    }

    /** What one home ran when it was looked at last. */
    private final class Watched {
        private final Trampoline trampoline;
        private final boolean isShared;
        private @Nullable ModuleRunner running;
        private int call;
        private long heldNanos;
        private long lookedAt;

        Watched(Trampoline trampoline, long now) {
            this.trampoline = trampoline;
            this.isShared = !homes.isOwn(trampoline.home());
            this.lookedAt = now;
        }

        void look(long now) {
            long passed = now - lookedAt;
            lookedAt = now;
            int callNow = trampoline.calls();
            ModuleRunner runningNow = trampoline.running();
            if (runningNow != null) {
                runningNow.addBusyNanos(passed);
            }
            if (runningNow == null || runningNow != running || callNow != call) {
                running = runningNow;
                call = callNow;
                heldNanos = 0;
                return;
            }
            heldNanos += Math.min(passed, 2 * periodNanos);
            if (isShared && limitNanos > 0 && heldNanos >= limitNanos) {
                warn(runningNow, trampoline, call, heldNanos, now);
            }
        }
    }
}
