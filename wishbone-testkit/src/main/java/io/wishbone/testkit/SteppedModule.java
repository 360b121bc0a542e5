package io.wishbone.testkit;

import io.wishbone.actor.Actor;
import io.wishbone.actor.ModuleLedger;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.ModuleState;
import io.wishbone.actor.Placement;
import io.wishbone.actor.Trampoline;
import io.wishbone.event.Event;
import io.wishbone.log.LogRecord;
import io.wishbone.metrics.Ledger;
import io.wishbone.router.ModuleStartException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One module, wired up as a router does it and run by hand: in the test's thread, on a manual clock.
 *
 * <p><em>Confined to the thread that made it.</em> Every declared inlet can be fed, and what comes out of every outlet,
 * {@code failed} and {@code successful} included, is collected as by a module that ends events. Nothing happens between
 * two calls, so that a test needs neither waiting nor luck. Whatever placement the module asks for, it runs here; one
 * that brings event loops of its own cannot be stepped.
 *
 * <p>{@link #close} drains and closes the module and then fails the test if it leaked: an event that is nowhere, a
 * hold, something begun, a completion or a timer that outlives it, or a warning that the test did not
 * {@linkplain #expectWarning expect}.
 */
public final class SteppedModule implements AutoCloseable {
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(30);
    private static final long MOST_EVENTS = 1_000_000;

    private final ManualClock clock = new ManualClock();
    private final ManualHome home = new ManualHome(clock);
    private final Resources resources = new Resources();
    private final List<Answer> answers = new ArrayList<>();
    private final List<String> expectedWarnings;
    private final boolean anyWarning;
    private final RecordingLogger log;
    private final ModuleRunner runner;
    private final Wires wires;
    private @Nullable CompletableFuture<Void> started;
    private boolean broken;
    private boolean closed;

    SteppedModule(SteppedModuleBuilder options) {
        this.expectedWarnings = new ArrayList<>(options.expectedWarnings);
        this.anyWarning = options.anyWarning;
        this.log = new RecordingLogger(options.name, clock);
        this.runner = new ModuleRunner(options.name, options.actor, log, clock);
        this.wires = new Wires(runner, options);
        refuseOwnLoops(options.actor.placement(resources));
        runner.place(List.of(new Trampoline(home)), false);
        wires.connect(options, home);
    }

    private void refuseOwnLoops(Placement placement) {
        if (placement instanceof Placement.On || placement instanceof Placement.Across) {
            resources.close();
            throw new IllegalArgumentException(
                    "module \"" + name() + "\" places itself on a home of its own, " + placement
                            + ", and cannot be stepped (expected: inherit, cpu or blocking; test it with a Router)");
        }
    }

    /**
     * Starts a module with all of its declared queues connected.
     *
     * @param name its name, under which it writes header entries
     * @param actor a new object, used for nothing else
     * @throws ModuleStartException if it cannot start; it is closed then
     */
    public static SteppedModule start(String name, Actor actor) {
        return builder(name, actor).start();
    }

    /** A builder, for a module with dynamic queues, unconnected outlets or other limits. */
    public static SteppedModuleBuilder builder(String name, Actor actor) {
        return new SteppedModuleBuilder(name, actor);
    }

    /**
     * Starts a module that was built without starting it.
     *
     * @throws ModuleStartException if it cannot start; it is closed then
     */
    public SteppedModule start() {
        CompletableFuture<Void> starting = runner.start();
        started = starting;
        settle();
        if (starting.isCompletedExceptionally()) {
            end(new Audit(subject()));
            throw new ModuleStartException(name(), causeOf(starting));
        }
        return this;
    }

    private static Throwable causeOf(CompletableFuture<Void> failed) {
        try {
            failed.join();
            return new IllegalStateException("the start did not fail");
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        }
    }

    // ---- events in and out ----

    /** Hands events to an inlet, all at once, and runs the module until it rests. */
    public void feed(String inlet, Event... events) {
        feed(inlet, List.of(events));
    }

    /** Hands events to an inlet, all at once, and runs the module until it rests. */
    public void feed(String inlet, List<Event> events) {
        Feed feed = wires.feed(inlet);
        if (closed) {
            throw new IllegalStateException("module \"" + name() + "\" is closed (expected: feed before close)");
        }
        events.forEach(feed::offer);
        feed.publish();
        settle();
    }

    /** Hands an event to an inlet as a source that wants to know what becomes of it, and runs the module. */
    public Answer feedAsked(String inlet, Event event) {
        Answer answer = new Answer("event " + (answers.size() + 1) + " of those fed with a completion");
        answers.add(answer);
        feed(inlet, event.withCompletion(answer.completion()));
        return answer;
    }

    /** What came out of an outlet since the last take. */
    public List<Event> takeFrom(String outlet) {
        return wires.tap(outlet).take();
    }

    /** What came out of an outlet since the last take, as text. */
    public List<String> textsFrom(String outlet) {
        return takeFrom(outlet).stream().map(Event::text).toList();
    }

    /** Lets events wait in the queue behind an outlet, as a slow consumer does. */
    public void stopReading(String outlet) {
        wires.tap(outlet).reading(false);
    }

    /** Reads what waits behind an outlet, and all that comes. */
    public void resumeReading(String outlet) {
        wires.tap(outlet).reading(true);
        settle();
    }

    /** How many events wait behind an outlet that is not read. */
    public long unread(String outlet) {
        return wires.tap(outlet).size();
    }

    /** How many events were fed to an inlet that the module has not taken. */
    public long untaken(String inlet) {
        return wires.feed(inlet).size();
    }

    /** The names of its inlets. */
    public List<String> inletNames() {
        return wires.inletNames();
    }

    /** The names of the outlets that are connected. */
    public List<String> connectedOutlets() {
        return wires.connectedOutlets();
    }

    // ---- time ----

    /** Lets time pass and runs the timers that fall due, each at its time. */
    public void advance(Duration by) {
        home.advance(by, this::settle);
    }

    /** Sets the time of day ({@code context().now()}) forward or, if negative, back; no time passes. */
    public void jumpClock(Duration by) {
        clock.jump(by);
    }

    /** The module's clock. */
    public ManualClock clock() {
        return clock;
    }

    /** The module's thread: this one. */
    public ManualHome home() {
        return home;
    }

    /**
     * Runs the module until it rests: after something that no method of this class did, such as another thread that
     * handed a task to the module. Who waits for that, waits on this thread (with Awaitility:
     * {@code pollInSameThread}).
     */
    public void run() {
        settle();
    }

    private void settle() {
        home.requireOwner();
        long before = wires.read();
        try {
            while (home.runTasks() || wires.collect()) {
                if (wires.read() - before > MOST_EVENTS) {
                    throw new AssertionError("module \"" + name() + "\" submitted more than " + MOST_EVENTS
                            + " events at once (expected: an end; or stop reading its outlets)");
                }
            }
        } catch (AssertionError e) {
            broken = true;
            throw e;
        } catch (RuntimeException e) {
            broken = true;
            throw Audit.brokenBy(subject(), e);
        }
        runner.breach().filter(breach -> !broken).ifPresent(breach -> {
            broken = true;
            throw Audit.brokenBy(subject(), breach);
        });
    }

    // ---- what is known of it ----

    /** Its name. */
    public String name() {
        return runner.name();
    }

    /** Where it is in its life. */
    public ModuleState state() {
        return runner.lifecycle();
    }

    /** How many events it holds. */
    public long held() {
        return runner.held();
    }

    /** What it began and has not ended. */
    public List<String> pending() {
        return runner.pending();
    }

    /**
     * Why its start failed after {@code onStart} had returned, because of something that it began there; a router would
     * have thrown it.
     */
    public Optional<Throwable> startFailure() {
        return Optional.ofNullable(started)
                .filter(CompletableFuture::isCompletedExceptionally)
                .map(SteppedModule::causeOf);
    }

    /** Whether it has nothing to do now; timers may wait. */
    public boolean isIdle() {
        return runner.isIdle() && home.isIdle();
    }

    /** A counter or gauge of its own; 0 if it never made it. */
    public long counter(String counter) {
        return runner.counterValues().getOrDefault(counter, 0L);
    }

    /** What it did with events, so far. */
    public ModuleLedger account() {
        return runner.ledger();
    }

    /** The accounts of its queues and its own. */
    public Ledger ledger() {
        return wires.ledger();
    }

    /** All that it logged, of every level. */
    public List<LogRecord> logs() {
        return log.records();
    }

    /** What it logged as a warning or an error. */
    public List<LogRecord> warnings() {
        return logs().stream()
                .filter(logged -> logged.level() == Level.WARN || logged.level() == Level.ERROR)
                .toList();
    }

    /** Expects one or more warnings or errors whose text has a part; {@link #close} fails if none comes. */
    public void expectWarning(String part) {
        expectedWarnings.add(part);
    }

    /** Tells the module to open again what it holds open by name, as its router does, and runs it until it rests. */
    public void reopen() {
        runner.reopen();
        settle();
    }

    // ---- the end ----

    /** Tells the module to emit what it gathers, or an input to close its door, and runs it until it rests. */
    public void drain() {
        runner.drain();
        settle();
    }

    /** Ends the module without draining it, as a stop does whose deadline has passed; checks nothing. Idempotent. */
    public void abort() {
        if (!closed) {
            end(new Audit(subject()));
        }
    }

    /**
     * Stops the module as a router does: tells it, reads all outlets again, drains it, gives it 30 s of the manual
     * clock to rest, closes it. Idempotent.
     *
     * @throws AssertionError if it leaked or warned of something unexpected; names all that is wrong
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        Audit audit = new Audit(subject());
        if (!broken && (state() == ModuleState.RUNNING || state() == ModuleState.DRAINING)) {
            finish(audit);
        }
        end(audit);
        if (broken) {
            // The test has failed already, with the reason.
            return;
        }
        for (Answer answer : answers) {
            audit.expect(!answer.isPending(), answer + " after the end (expected: every hold ended, once)");
        }
        if (!anyWarning) {
            audit.expectWarnings(warnings(), expectedWarnings);
        }
        audit.check();
    }

    private String subject() {
        return "module \"" + name() + "\"";
    }

    private void finish(Audit audit) {
        try {
            drainAsARouterDoes();
        } catch (AssertionError e) {
            end(audit);
            throw e;
        }
        wires.auditLeft(audit);
        audit.expect(held() == 0, held() + " events are held after the drain (expected: each hold ended, by onDrain)");
        audit.expect(
                pending().isEmpty(), pending() + " is pending after the drain (expected: done() or failed() of each)");
        audit.expect(ledger().isBalanced(), "its accounts do not balance:\n" + ledger());
    }

    private void drainAsARouterDoes() {
        runner.announceStop();
        boolean input = wires.areOutletsOnly();
        if (input) {
            runner.drain();
        }
        wires.readAll();
        settle();
        if (!input) {
            awaitUntil(() -> wires.untaken() == 0);
            drain();
        }
        awaitUntil(() -> wires.untaken() == 0 && runner.isAtRest());
    }

    private void awaitUntil(BooleanSupplier condition) {
        long deadline = clock.elapsedNanos() + STOP_DEADLINE.toNanos();
        while (!condition.getAsBoolean() && home.runNextTimer(deadline)) {
            settle();
        }
    }

    private void end(Audit audit) {
        closed = true;
        runner.close();
        try {
            home.runTasks();
        } catch (RuntimeException e) {
            audit.failed("its close failed", e);
        }
        audit.expect(
                home.timers() == 0, home.timers() + " timers outlive it (expected: cancelled in onDrain or onClose)");
        home.close();
        resources.close().forEach(failure -> audit.failed("what it shared could not be closed", failure));
    }
}
