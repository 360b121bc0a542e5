package io.wishbone.router;

import io.wishbone.actor.Actor;
import io.wishbone.actor.FunctionActor;
import io.wishbone.actor.Inlet;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.ModuleState;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.PortNames;
import io.wishbone.actor.Trampoline;
import io.wishbone.event.Event;
import io.wishbone.log.LogRecord;
import io.wishbone.log.ModuleLogger;
import io.wishbone.metrics.Ledger;
import io.wishbone.metrics.Metric;
import io.wishbone.module.NearestName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds modules, connects their queues one to one, and starts and stops everything in the right order.
 *
 * <p><em>Thread-safe.</em> Register and connect first, then {@link #start}; a router lives once. There is no static
 * state: any number of routers live side by side and do not meet.
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
    private final Map<String, ModuleRunner> modules = new LinkedHashMap<>();
    private final Map<String, Connection> byOutlet = new LinkedHashMap<>();
    private final Map<String, Connection> byInlet = new LinkedHashMap<>();
    private final SystemFunnel logs = new SystemFunnel();
    private final MetricsFunnel metrics;
    private final Watch watch;
    private final Set<String> downstreamOfLogs = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<StopReport> stopped = new CompletableFuture<>();
    private volatile ModuleState state = ModuleState.NEW;
    private volatile @Nullable Shutdown shutdown;
    private @Nullable Topology topology;

    private Router(RouterConfig config) {
        this.config = config;
        this.clock = config.clock();
        this.homes = new Homes(config.workers());
        this.metrics = new MetricsFunnel(config.metricsInterval(), this::endPeriod, this::metrics);
        this.watch = new Watch(new Watchdog(homes, config.callLimit().toNanos()), byOutlet::values);
        modules.put(LOGS, systemRunner(LOGS, logs));
        modules.put(METRICS, systemRunner(METRICS, metrics));
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
     * Registers a module.
     *
     * @param name letters, digits, {@code _} and {@code -}, the first a letter or digit
     * @param actor a new object, used for nothing else
     * @throws WiringException if the name is bad or taken, or the actor is registered already
     * @throws IllegalStateException if the router was started
     */
    public synchronized void registerModule(String name, Actor actor) {
        requireNew("register module \"" + name + "\"");
        if (modules.containsKey(name)) {
            throw new WiringException(
                    "module \"" + name + "\" is already registered (expected: a name for each module)");
        }
        try {
            modules.put(PortNames.check(name), new ModuleRunner(name, actor, logger(name), clock));
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
     * Connects an outlet to an inlet with the router's default options.
     *
     * @param from such as {@code listen.outbox}
     * @param to such as {@code out.inbox}
     * @throws WiringException if a module or queue does not exist or an end is connected already
     * @throws IllegalStateException if the router was started
     */
    public void connect(String from, String to) {
        connect(from, to, config.connection());
    }

    /** Connects an outlet to an inlet; see {@link #connect(String, String)}. */
    public synchronized void connect(String from, String to, ConnectionOptions options) {
        requireNew("connect \"" + from + " -> " + to + "\"");
        PortAddress source = PortAddress.parse(from);
        PortAddress target = PortAddress.parse(to);
        ModuleRunner producer = module(source, "from " + from);
        ModuleRunner consumer = module(target, "to " + to);
        refuseSecond(byOutlet.get(from), from);
        refuseSecond(byInlet.get(to), to);
        Outlet outlet = source.outletOf(producer.actor());
        Inlet inlet = target.inletOf(consumer.actor());
        Connection connection = new Connection(producer, outlet, consumer, inlet, options);
        byOutlet.put(from, connection);
        byInlet.put(to, connection);
    }

    /**
     * Undoes a connection.
     *
     * @param from its outlet, such as {@code listen.outbox}
     * @throws WiringException if it is not connected
     * @throws IllegalStateException if the router was started
     */
    public synchronized void disconnect(String from) {
        requireNew("disconnect \"" + from + "\"");
        Connection connection = byOutlet.remove(from);
        if (connection == null) {
            throw new WiringException("\"" + from + "\" is not connected" + NearestName.hint(from, byOutlet.keySet()));
        }
        byInlet.remove(connection.inletName());
    }

    private ModuleRunner module(PortAddress address, String where) {
        ModuleRunner module = modules.get(address.module());
        if (module == null) {
            throw new WiringException("module \"" + address.module() + "\" is not registered, in a connection " + where
                    + NearestName.hint(address.module(), modules.keySet()));
        }
        return module;
    }

    private static void refuseSecond(@Nullable Connection existing, String end) {
        if (existing != null) {
            throw new WiringException("\"" + end + "\" is already connected, by \"" + existing.name()
                    + "\" (a queue joins one outlet to one inlet; put a fanout or a funnel between)");
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
        Topology graph = new Topology(modules.values(), byOutlet.values());
        topology = graph;
        try {
            new Wiring(graph, homes, byInlet.values()).apply();
            watch.start();
            graph.downstreamOf(runnerOf(LOGS)).forEach(module -> downstreamOfLogs.add(module.name()));
            List<ModuleRunner> upstreamFirst = graph.upstreamFirst();
            for (int i = upstreamFirst.size() - 1; i >= 0; i--) {
                start(upstreamFirst.get(i));
            }
            state = ModuleState.RUNNING;
        } catch (RuntimeException | Error e) {
            rollBack(graph, e);
            throw e;
        }
    }

    private ModuleRunner runnerOf(String name) {
        ModuleRunner runner = modules.get(name);
        if (runner == null) {
            throw new IllegalStateException("module " + name + " is missing");
        }
        return runner;
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

    private void rollBack(Topology graph, Throwable cause) {
        try {
            Shutdown ending = new Shutdown(graph, modules.values(), byOutlet.values(), homes, Duration.ZERO);
            stopped.complete(ending.run());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            homes.close();
        } finally {
            watch.close();
            state = ModuleState.FAILED;
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
        refuseOnModuleThread();
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
            Topology graph = topology;
            if (graph == null) {
                throw new IllegalStateException("the router runs without a topology");
            }
            running = new Shutdown(graph, modules.values(), byOutlet.values(), homes, deadline);
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

    private void refuseOnModuleThread() {
        for (Trampoline trampoline : homes.trampolines()) {
            if (trampoline.home().isCurrent()) {
                throw new IllegalStateException(
                        "stop was called on " + trampoline.home().name()
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
        return Accounts.ledger(withoutSystemModules(modules.values()), byOutlet.values());
    }

    /**
     * What is counted now. Rates are those of the last metrics interval that ended, and 0 before that; high watermarks
     * those of that interval and since.
     */
    public List<Metric> metrics() {
        return new MetricsReport(clock.instant(), config.source(), System.nanoTime())
                .of(modules.values(), byOutlet.values());
    }

    private void endPeriod() {
        long now = System.nanoTime();
        Queues.of(byOutlet.values()).forEach(queue -> queue.history().report(now));
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
        return modules.values().stream()
                .flatMap(module -> module.fault().stream())
                .findFirst()
                .map(fault -> new Health(false, fault))
                .orElse(new Health(true, "ready"));
    }

    /** The modules that users registered. */
    static List<ModuleRunner> withoutSystemModules(Collection<ModuleRunner> all) {
        return all.stream()
                .filter(module -> !module.name().equals(LOGS) && !module.name().equals(METRICS))
                .toList();
    }
}
