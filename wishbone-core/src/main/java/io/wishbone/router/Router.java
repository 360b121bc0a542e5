package io.wishbone.router;

import io.wishbone.actor.Actor;
import io.wishbone.actor.FunctionActor;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.ModuleState;
import io.wishbone.actor.PortNames;
import io.wishbone.actor.Trampoline;
import io.wishbone.event.Event;
import io.wishbone.log.LogRecord;
import io.wishbone.log.ModuleLogger;
import io.wishbone.metrics.Ledger;
import io.wishbone.metrics.Metric;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds modules, connects their queues one to one, and starts and stops everything in the right order.
 *
 * <p><em>Thread-safe.</em> Register and connect, then {@link #start}; a router lives once. Modules and connections may
 * be added and taken away while it runs. There is no static state: any number of routers live side by side and do not
 * meet.
 *
 * <p>Every router has two modules of its own, {@code _logs} and {@code _metrics}, whose {@code outbox} may be connected
 * to receive what the modules log ({@link LogRecord}) and count ({@link Metric}) as events.
 */
public final class Router implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final String LOGS = "_logs";
    private static final String METRICS = "_metrics";

    private final RouterConfig config;
    private final Homes homes;
    private final InstantSource clock;
    private final Plan plan = new Plan();
    private final Wiring wiring;
    private final SystemFunnel logs = new SystemFunnel();
    private final MetricsFunnel metrics;
    private final Watch watch;
    private volatile Set<String> downstreamOfLogs = Set.of();
    private final CompletableFuture<StopReport> stopped = new CompletableFuture<>();
    private volatile ModuleState state = ModuleState.NEW;
    private volatile @Nullable Shutdown shutdown;
    private volatile @Nullable Shutdown removal;
    private volatile boolean reopenAsked;

    private Router(RouterConfig config) {
        this.config = config;
        this.clock = config.clock();
        this.homes = new Homes(config.workers(), config.ioThreads(), config.home());
        this.wiring = new Wiring(homes);
        this.metrics = new MetricsFunnel(config.metricsInterval(), this::endPeriod, this::metrics);
        this.watch = new Watch(new Watchdog(homes, config.callLimit().toNanos()), plan::connectionsInUse);
        plan.register(LOGS, () -> systemRunner(LOGS, logs));
        plan.register(METRICS, () -> systemRunner(METRICS, metrics));
    }

    private ModuleRunner systemRunner(String name, Actor actor) {
        return new ModuleRunner(name, actor, LoggerFactory.getLogger("io.wishbone.module." + name), clock);
    }

    /** A router with the default configuration. */
    public static Router create() {
        return create(RouterConfig.builder().build());
    }

    /** A router. */
    public static Router create(RouterConfig config) {
        return new Router(config);
    }

    /**
     * Registers a module. While the router runs, the module starts when it is first connected, at the home of the
     * module that feeds it or, if none does yet, of the one that it feeds.
     *
     * @param name letters, digits, {@code _} and {@code -}, the first a letter or digit
     * @param actor a new object, used for nothing else
     * @throws WiringException if the name is bad or taken, or the actor is registered already
     * @throws IllegalStateException if the router stops or has stopped
     */
    public void registerModule(String name, Actor actor) {
        requireAlive("register module \"" + name + "\"");
        try {
            plan.register(name, () -> new ModuleRunner(PortNames.check(name), actor, logger(name), clock));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new WiringException("cannot register module \"" + name + "\": " + e.getMessage(), e);
        }
    }

    /**
     * Registers a module that is a function from the event in {@code inbox} to the one in {@code outbox}, or to null.
     */
    public void registerModule(String name, FunctionActor.Function function) {
        registerModule(name, new FunctionActor(function));
    }

    private Logger logger(String module) {
        Consumer<LogRecord> sink = log -> {
            if (!downstreamOfLogs.contains(module)) {
                logs.offer(Event.of(log));
            }
        };
        return new ModuleLogger(module, LoggerFactory.getLogger("io.wishbone.module." + module), sink, clock);
    }

    /**
     * Connects an outlet to an inlet with the options that the outlet has of its own, as that of an isolating fanout
     * does, else the router's default.
     *
     * @param from such as {@code listen.outbox}
     * @param to such as {@code out.inbox}
     * @throws WiringException if a module or queue does not exist or an end is connected already
     * @throws ModuleStartException if the router runs and a module that this connects first cannot start
     * @throws IllegalStateException as {@link #rewire}
     */
    public void connect(String from, String to) {
        connect(from, to, plan.optionsFor(from, config.connection()));
    }

    /** Connects an outlet to an inlet; see {@link #connect(String, String)}. */
    public void connect(String from, String to, ConnectionOptions options) {
        refuseWhereItWouldWait("connect");
        if (!connectBeforeStart(from, to, options)) {
            rewire(change -> change.connect(from, to, options));
        }
    }

    private synchronized boolean connectBeforeStart(String from, String to, ConnectionOptions options) {
        boolean isNew = state == ModuleState.NEW;
        if (isNew) {
            plan.connect(from, to, options);
        }
        return isNew;
    }

    /**
     * Undoes a connection. While the router runs, the consumer still gets what was submitted before; what is submitted
     * from now on is dropped and counted as unconnected. {@link #rewire} leads it elsewhere without a gap.
     *
     * @param from its outlet, such as {@code listen.outbox}
     * @throws WiringException if it is not connected
     * @throws IllegalStateException as {@link #rewire}
     */
    public void disconnect(String from) {
        rewire(change -> change.disconnect(from));
    }

    /**
     * Changes modules and connections as one, before the start or while the router runs, and returns when that is done.
     * No event is lost on either side: what was submitted before goes the old way and is consumed first, what is
     * submitted after goes the new way. To put a module between two others, and to take it out again:
     *
     * <pre>{@code
     * router.registerModule("upper", upper);
     * router.rewire(change -> change
     *         .disconnect("in.outbox")
     *         .connect("upper.outbox", "out.inbox")
     *         .connect("in.outbox", "upper.inbox"));
     *
     * router.rewire(change -> change.remove("upper").connect("in.outbox", "out.inbox"));
     * }</pre>
     *
     * @param changes says what to change; called once, at once
     * @throws WiringException if a part is wrong; nothing has changed then
     * @throws ModuleStartException if the router runs and a module that this connects first cannot start; no connection
     *     has changed then
     * @throws IllegalStateException if the router stops or has stopped, if a module does not return so that its
     *     connections could be changed, or if called on the thread of one of this router's modules, for which it waits
     */
    public void rewire(Consumer<Rewiring> changes) {
        refuseWhereItWouldWait("rewire");
        for (StopReport report : change(changes)) {
            if (!report.isClean()) {
                LOG.warn("{}", report);
            }
        }
    }

    private synchronized List<StopReport> change(Consumer<Rewiring> changes) {
        requireAlive("change connections");
        Rewiring rewiring = new Rewiring(plan, config);
        changes.accept(rewiring);
        if (state == ModuleState.NEW) {
            plan.change(rewiring.undone(), rewiring.made());
            rewiring.removed().keySet().forEach(plan::remove);
            return List.of();
        }
        try {
            new LiveWiring(plan, wiring, this::start, config.startTimeout(), rewiring).apply();
        } finally {
            noteWhatLogsFeed();
        }
        List<StopReport> reports = new ArrayList<>();
        rewiring.removed().forEach((module, deadline) -> reports.add(end(module, deadline)));
        return reports;
    }

    /** Lets a module that nothing feeds any more run empty, and forgets it. */
    private StopReport end(ModuleRunner module, Duration deadline) {
        Shutdown ending = new Shutdown(plan, List.of(module), homes, deadline);
        removal = ending;
        try {
            ending.drain();
            module.detach();
            StopReport report = ending.close(() -> {});
            plan.remove(module);
            boolean hasEnded = module.lifecycle() == ModuleState.STOPPED || module.lifecycle() == ModuleState.FAILED;
            if (module.isPlaced() && hasEnded && !isUsed(module.trampoline())) {
                homes.release(module.trampoline().home());
            }
            return report;
        } finally {
            removal = null;
        }
    }

    private boolean isUsed(Trampoline home) {
        return plan.modules().stream().anyMatch(module -> module.isPlaced() && module.trampoline() == home);
    }

    /** What the modules that logs are fed to log themselves must not come back to them. */
    private void noteWhatLogsFeed() {
        downstreamOfLogs = plan.topology().downstreamOf(plan.module(LOGS, "")).stream()
                .map(ModuleRunner::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Takes a module and its connections away; see {@link Rewiring#remove(String, Duration)}. Its accounts stay in the
     * ledger, and its name is free again.
     *
     * @param deadline how long it may drain, 0 or more; what is left then is in the report, and counted as removed
     * @return what was left, and whether it returned
     * @throws WiringException if no such module is registered
     * @throws IllegalStateException as {@link #rewire}
     */
    public StopReport removeModule(String name, Duration deadline) {
        refuseWhereItWouldWait("removeModule");
        List<StopReport> reports = change(rewiring -> rewiring.remove(name, deadline));
        return reports.isEmpty() ? new StopReport(Duration.ZERO, List.of(), List.of(), ledger()) : reports.get(0);
    }

    /** Asked before the lock is taken, whose holder may wait for the very module that asks. */
    private void refuseWhereItWouldWait(String what) {
        if (state != ModuleState.NEW) {
            refuseOnModuleThread(what);
        }
    }

    private void requireAlive(String what) {
        if (state != ModuleState.NEW && state != ModuleState.RUNNING) {
            throw new IllegalStateException(
                    "cannot " + what + ": the router is " + state + " (expected: before its stop)");
        }
    }

    private void requireNew(String what) {
        if (state != ModuleState.NEW) {
            throw new IllegalStateException(
                    "cannot " + what + ": the router is " + state + " (expected: before start)");
        }
    }

    /** Where the router is in its life. */
    public ModuleState state() {
        return state;
    }

    /**
     * Starts all modules, those downstream first, inputs last. Returns when all run.
     *
     * @throws ModuleStartException if one cannot start; those that had started are stopped again
     * @throws IllegalStateException if the router was started before
     */
    public synchronized void start() {
        requireNew("start");
        state = ModuleState.STARTING;
        try {
            Topology graph = plan.topology();
            wiring.apply(graph, plan.connections());
            noteWhatLogsFeed();
            graph.downstreamFirst().forEach(this::start);
            // Not earlier: starting loads classes, which takes long enough to be named by the watchdog.
            watch.start();
            state = ModuleState.RUNNING;
        } catch (RuntimeException | Error e) {
            rollBack(e);
            throw e;
        }
        // Those that had started when it was asked for may hold what has been moved since.
        if (reopenAsked) {
            reopen();
        }
    }

    private void start(ModuleRunner module) {
        try {
            module.start().get(config.startTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new ModuleStartException(module.name(), e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            IllegalStateException late = new IllegalStateException(
                    "not ready within " + config.startTimeout() + ", waiting for " + module.pending(), e);
            throw new ModuleStartException(module.name(), late);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModuleStartException(module.name(), e);
        }
    }

    private void rollBack(Throwable cause) {
        try {
            stopped.complete(new Shutdown(plan, homes, Duration.ZERO).run());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            homes.close();
        } finally {
            watch.close();
            state = ModuleState.FAILED;
        }
    }

    /**
     * Tells all modules to open again what they hold open by name, such as the file of a {@code FileOutput} that was
     * moved away. Returns at once; each module does it soon, on its own thread. During a start it is done once all
     * modules run. A router that does not run has nothing open: then nothing happens.
     */
    public void reopen() {
        // Written before the state is read, as a start does it the other way round: one of both sees the other.
        reopenAsked = true;
        if (state == ModuleState.RUNNING || state == ModuleState.DRAINING) {
            plan.modules().stream().filter(ModuleRunner::isPlaced).forEach(ModuleRunner::reopen);
        }
    }

    /**
     * Stops: inputs take nothing more, what is under way drains, then all modules end. Idempotent; always ends. A
     * second call while the first runs brings the deadline forward and waits for the same report.
     *
     * @param deadline how long events may drain; what is left then is in the report
     * @return what was left, and who did not return
     * @throws IllegalStateException if called on the thread of one of this router's modules, which it would wait for
     */
    public StopReport stop(Duration deadline) {
        refuseOnModuleThread("stop");
        Shutdown removing = removal;
        if (removing != null) {
            removing.hurry(deadline);
        }
        Shutdown running = shutdown;
        if (running != null) {
            running.hurry(deadline);
            return stopped.join();
        }
        synchronized (this) {
            if (stopped.isDone() || shutdown != null) {
                return stopped.join();
            }
            if (state == ModuleState.NEW) {
                state = ModuleState.STOPPED;
                stopped.complete(new StopReport(Duration.ZERO, List.of(), List.of(), ledger()));
                return stopped.join();
            }
            running = new Shutdown(plan, homes, deadline);
            shutdown = running;
            state = ModuleState.DRAINING;
        }
        StopReport report = running.run();
        watch.close();
        state = ModuleState.STOPPED;
        stopped.complete(report);
        if (!report.isClean()) {
            LOG.warn("{}", report);
        }
        return report;
    }

    private void refuseOnModuleThread(String what) {
        for (Trampoline trampoline : homes.trampolines()) {
            if (trampoline.home().isCurrent()) {
                throw new IllegalStateException(
                        what + " was called on " + trampoline.home().name()
                                + ", which runs modules of this router (expected: another thread, such as a new one)");
            }
        }
    }

    /**
     * Waits until the router has stopped.
     *
     * @return the report of the stop
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public StopReport block() throws InterruptedException {
        try {
            return stopped.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops with the configured deadline, 30 s by default. Idempotent and safe in every state. */
    @Override
    public void close() {
        stop(config.stopDeadline());
    }

    /** The accounts of all queues and modules: exact at rest, approximate while running. */
    public Ledger ledger() {
        return plan.ledger();
    }

    /**
     * What is counted now. Rates are those of the last metrics interval that ended, and 0 before that; high watermarks
     * those of that interval and since.
     */
    public List<Metric> metrics() {
        return new MetricsReport(clock.instant(), config.source(), System.nanoTime())
                .of(plan.modules(), plan.connectionsInUse(), plan.ledger());
    }

    /**
     * What modules note of themselves for people now, by the name of the module. Modules without notes are left out.
     */
    public Map<String, Map<String, String>> notes() {
        Map<String, Map<String, String>> notes = new TreeMap<>();
        plan.modules().forEach(module -> {
            Map<String, String> texts = module.notes();
            if (!texts.isEmpty()) {
                notes.put(module.name(), texts);
            }
        });
        return notes;
    }

    private void endPeriod() {
        long now = System.nanoTime();
        Queues.of(plan.connectionsInUse()).forEach(queue -> queue.history().report(now));
    }

    /** Whether the router does its work: it has started, does not stop, and no module threw an {@link Error}. */
    public boolean isReady() {
        return health().isReady();
    }

    /** Whether the router does its work, and if not, why. */
    public Health health() {
        ModuleState now = state;
        if (now != ModuleState.RUNNING) {
            return new Health(false, "the router is " + now);
        }
        return plan.modules().stream()
                .flatMap(module -> module.fault().stream())
                .findFirst()
                .map(fault -> new Health(false, fault))
                .orElse(new Health(true, "ready"));
    }

    /** Whether a module is one that every router has. */
    static boolean isOwn(String module) {
        return module.equals(LOGS) || module.equals(METRICS);
    }

    /** The modules that users registered. */
    static List<ModuleRunner> withoutSystemModules(Collection<ModuleRunner> all) {
        return all.stream().filter(module -> !isOwn(module.name())).toList();
    }
}
