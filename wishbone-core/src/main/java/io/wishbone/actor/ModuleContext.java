package io.wishbone.actor;

import io.wishbone.event.Completion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * What a module can do on its router: log, count, set timers, pause itself.
 *
 * <p>{@link #log}, {@link #now}, {@link #counter}, {@link #gauge}, {@link #note}, {@link #wake}, {@link #run},
 * {@link #schedule}, {@link #completion} and {@link #begin} are <em>thread-safe</em>; {@link #pause} and
 * {@link #resume} are <em>confined to the module's thread</em>.
 */
public final class ModuleContext {
    private final ModuleRunner runner;
    private final Logger log;
    private final InstantSource clock;

    ModuleContext(ModuleRunner runner, Logger log, InstantSource clock) {
        this.runner = runner;
        this.log = log;
        this.clock = clock;
    }

    /** The module's name. */
    public String name() {
        return runner.name();
    }

    /**
     * The module's logger: it writes to SLF4J and, where something is connected there, to the router's {@code _logs}.
     */
    public Logger log() {
        return log;
    }

    /** The thread that runs the module. Known from {@code onStart} on. */
    public Home home() {
        return runner.trampoline().home();
    }

    /** A counter of the module, made at the first call. Shown as {@code module.<module>.<name>}. */
    public LongAdder counter(String name) {
        return runner.counters().counter(name);
    }

    /** A value of the module that is read when metrics are gathered, from another thread. */
    public void gauge(String name, LongSupplier value) {
        runner.counters().gauge(name, value);
    }

    /**
     * A text of the module for people, such as what went wrong last. It is read when somebody asks how the module does,
     * from another thread, and left out while it is empty.
     */
    public void note(String name, Supplier<Optional<String>> text) {
        runner.counters().note(name, text);
    }

    /** Runs a task as the module: at once on the module's thread, else soon. What it throws is logged. */
    public void run(Runnable task) {
        if (home().isCurrent()) {
            runner.steps().call(task);
        } else {
            runner.trampoline().post(() -> runner.steps().call(task));
        }
    }

    /** Runs a task as the module after a delay. What it throws is logged. */
    public Home.Timer schedule(Duration delay, Runnable task) {
        return home().schedule(() -> runner.steps().call(task), Math.max(0, delay.toNanos()));
    }

    /**
     * The time of day, by the router's clock: for what is written into events. It may jump, also back; durations are
     * measured by {@link #nanoTime}.
     */
    public Instant now() {
        return clock.instant();
    }

    /** The time of the module's clock, in nanoseconds from an arbitrary origin. It never goes back. */
    public long nanoTime() {
        return home().nanoTime();
    }

    /** Makes the module's source produce again. */
    public void wake() {
        runner.steps().wakeSource();
    }

    /** Stops the data inlets: nothing more is consumed until {@link #resume}. */
    public void pause() {
        runner.steps().pause(true);
    }

    /** Lets the data inlets go on. */
    public void resume() {
        runner.steps().pause(false);
    }

    /**
     * A completion by which this module learns what becomes of an event that it makes, with one reference, the module's
     * own:
     *
     * <pre>{@code
     * Completion completion = context().completion(Duration.ofSeconds(30), failure -> answer(failure));
     * outbox.submit(event.withCompletion(completion));
     * completion.release();
     * }</pre>
     *
     * @param timeout after how long the event counts as failed, with the reason {@code timeout}; what becomes of it
     *     later is told to nobody
     * @param listener called once, as the module
     */
    public Completion completion(Duration timeout, Completion.Listener listener) {
        return new TimedListener(this, timeout, listener).start();
    }

    /**
     * Announces something that outlives the call that began it: a start waits for what {@code onStart} began, a stop
     * for everything.
     *
     * @param what a description, such as {@code bind 127.0.0.1:5140}
     */
    public Pending begin(String what) {
        return runner.begin(what);
    }
}
