package io.wishbone.testkit;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Inlet;
import io.wishbone.actor.ModuleLedger;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.ModuleState;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.actor.Trampoline;
import io.wishbone.event.Event;
import io.wishbone.log.LogRecord;
import io.wishbone.metrics.Ledger;
import io.wishbone.metrics.QueueLedger;
import io.wishbone.module.NearestName;
import io.wishbone.queue.DropReason;
import io.wishbone.router.ModuleStartException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
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
    private final Map<String, Feed> feeds = new LinkedHashMap<>();
    private final Map<String, Tap> taps = new LinkedHashMap<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<String> expectedWarnings;
    private final boolean anyWarning;
    private final RecordingLogger log;
    private final ModuleRunner runner;
    private boolean broken;
    private boolean closed;

    SteppedModule(SteppedModuleBuilder options) {
        this.expectedWarnings = new ArrayList<>(options.expectedWarnings);
        this.anyWarning = options.anyWarning;
        this.log = new RecordingLogger(options.name, clock);
        Actor actor = options.actor;
        this.runner = new ModuleRunner(options.name, actor, log, clock);
        options.inlets.forEach(inlet -> require(actor.findInlet(inlet).isPresent(), "inlet", inlet, inletNames()));
        options.outlets.forEach(
                outlet -> require(actor.findOutlet(outlet).isPresent(), "outlet", outlet, outletNames()));
        options.named().forEach(outlet -> require(outletNames().contains(outlet), "outlet", outlet, outletNames()));
        refuseOwnLoops(actor.placement(resources));
        runner.place(List.of(new Trampoline(home)), false);
        for (Inlet inlet : actor.inlets()) {
            feeds.put(inlet.name(), new Feed(runner, inlet, home));
        }
        for (Outlet outlet : actor.outlets()) {
            if (!options.unconnected.contains(outlet.name())) {
                taps.put(outlet.name(), options.tap(runner, outlet));
            }
        }
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
        CompletableFuture<Void> started = runner.start();
        settle();
        if (started.isCompletedExceptionally()) {
            end(new Audit(subject()));
            throw new ModuleStartException(name(), causeOf(started));
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
        Feed feed = feedOf(inlet);
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
        return tapOf(outlet).take();
    }

    /** What came out of an outlet since the last take, as text. */
    public List<String> textsFrom(String outlet) {
        return takeFrom(outlet).stream().map(Event::text).toList();
    }

    /** Lets events wait in the queue behind an outlet, as a slow consumer does. */
    public void stopReading(String outlet) {
        tapOf(outlet).reading(false);
    }

    /** Reads what waits behind an outlet, and all that comes. */
    public void resumeReading(String outlet) {
        tapOf(outlet).reading(true);
        settle();
    }

    /** How many events wait behind an outlet that is not read. */
    public long unread(String outlet) {
        return tapOf(outlet).size();
    }

    /** How many events were fed to an inlet that the module has not taken. */
    public long untaken(String inlet) {
        return feedOf(inlet).size();
    }

    private Feed feedOf(String inlet) {
        Feed feed = feeds.get(inlet);
        if (feed == null) {
            throw unknown("inlet", inlet, inletNames());
        }
        return feed;
    }

    private Tap tapOf(String outlet) {
        Tap tap = taps.get(outlet);
        if (tap == null) {
            throw unknown("connected outlet", outlet, List.copyOf(taps.keySet()));
        }
        return tap;
    }

    private void require(boolean known, String what, String end, List<String> names) {
        if (!known) {
            throw unknown(what, end, names);
        }
    }

    private IllegalArgumentException unknown(String what, String end, List<String> known) {
        return new IllegalArgumentException(
                "module \"" + name() + "\" has no " + what + " \"" + end + "\"" + NearestName.hint(end, known));
    }

    /** The names of its inlets. */
    public List<String> inletNames() {
        return runner.actor().inlets().stream().map(Inlet::name).toList();
    }

    /** The names of its outlets. */
    public List<String> outletNames() {
        return runner.actor().outlets().stream().map(Outlet::name).toList();
    }

    /** The names of the outlets that are connected. */
    public List<String> connectedOutlets() {
        return List.copyOf(taps.keySet());
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

    /** Runs the module until it rests: after something that was not done by a method of this class. */
    public void run() {
        settle();
    }

    private void settle() {
        long before = read();
        try {
            while (home.runTasks() || collect()) {
                if (read() - before > MOST_EVENTS) {
                    throw new AssertionError("module \"" + name() + "\" submitted more than " + MOST_EVENTS
                            + " events at once (expected: an end; or stop reading its outlets)");
                }
            }
        } catch (AssertionError e) {
            broken = true;
            throw e;
        } catch (RuntimeException e) {
            broken = true;
            throw broke(e);
        }
    }

    private AssertionError broke(RuntimeException cause) {
        return new AssertionError(
                "module \"" + name() + "\" broke what runs it, as by ending a completion that was not its own: "
                        + cause.getMessage(),
                cause);
    }

    private long read() {
        return taps.values().stream().mapToLong(Tap::read).sum();
    }

    private boolean collect() {
        boolean any = false;
        for (Tap tap : taps.values()) {
            any |= tap.collect();
        }
        return any;
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
        List<QueueLedger> queues = new ArrayList<>();
        feeds.values().forEach(feed -> queues.add(feed.ledger()));
        taps.values().forEach(tap -> queues.add(tap.ledger()));
        for (Outlet outlet : runner.outlets()) {
            long dropped = outlet.unconnected();
            if (dropped > 0) {
                Map<DropReason, Long> reasons = Map.of(DropReason.UNCONNECTED, dropped);
                queues.add(new QueueLedger(name() + "." + outlet.name(), "", dropped, 0, reasons, 0));
            }
        }
        return new Ledger(queues, List.of(account()));
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
     * Stops the module as a router does: tells it, reads all outlets again, drains it, gives it 30 s of the manual clock to come
     * to rest, closes it. Idempotent.
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
            finish();
            auditRest(audit);
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

    /** Calls {@code onClose} of a module whose {@code onStart} has done nothing. */
    void closeAsIfItsStartHadFailed() throws Exception {
        runner.actor().onClose();
    }

    private String subject() {
        return "module \"" + name() + "\"";
    }

    private void finish() {
        runner.announceStop();
        boolean input = feeds.isEmpty();
        if (input) {
            runner.drain();
        }
        taps.values().forEach(tap -> tap.reading(true));
        settle();
        if (!input) {
            awaitUntil(() -> untaken() == 0);
            drain();
        }
        awaitUntil(() -> untaken() == 0 && runner.isAtRest());
    }

    private long untaken() {
        return feeds.values().stream().mapToLong(Feed::size).sum();
    }

    private void awaitUntil(BooleanSupplier condition) {
        long deadline = clock.elapsedNanos() + STOP_DEADLINE.toNanos();
        while (!condition.getAsBoolean() && home.runNextTimer(deadline)) {
            settle();
        }
    }

    private void auditRest(Audit audit) {
        feeds.forEach((inlet, feed) -> audit.expect(
                feed.size() == 0,
                feed.size() + " events are left at \"" + inlet + "\" (expected: all taken at a stop)"));
        audit.expect(held() == 0, held() + " events are held after the drain (expected: each hold ended, by onDrain)");
        audit.expect(
                pending().isEmpty(), pending() + " is pending after the drain (expected: done() or failed() of each)");
        audit.expect(ledger().isBalanced(), "its accounts do not balance:\n" + ledger());
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
