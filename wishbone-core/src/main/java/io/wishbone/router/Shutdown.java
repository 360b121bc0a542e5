package io.wishbone.router;

import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Trampoline;
import io.wishbone.metrics.Ledger;
import io.wishbone.queue.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Stops the modules of a router: all are told, inputs close their doors, then each strongly connected component in
 * topological order is told to emit what it gathers and runs empty, then inputs take the last answers, then all are
 * closed. <em>Confined to the thread that stops.</em> Always ends: at the deadline everything is halted, what is left
 * is counted, and a module that does not return is named with its stack.
 */
final class Shutdown {
    private static final long POLL_NANOS = 500_000;
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Plan plan;
    private final Topology topology;
    private final Set<ModuleRunner> modules;
    private final Collection<Connection> connections;
    private final Map<ModuleRunner, List<EventQueue>> queuesTo = new HashMap<>();
    private final Homes homes;
    private final long began = System.nanoTime();
    private volatile long deadline;
    private boolean interrupted;

    /** Makes a stop of all modules of a plan. */
    Shutdown(Plan plan, Homes homes, Duration allowed) {
        this(plan, plan.modules(), homes, allowed);
    }

    /** Makes a stop of some modules of a plan. */
    Shutdown(Plan plan, Collection<ModuleRunner> modules, Homes homes, Duration allowed) {
        this.plan = plan;
        this.topology = plan.topology();
        this.modules = new LinkedHashSet<>(modules);
        this.connections = plan.connectionsInUse().stream()
                .filter(connection -> this.modules.contains(connection.to()))
                .toList();
        for (Connection connection : connections) {
            EventQueue queue = connection.queue();
            if (queue != null) {
                queuesTo.computeIfAbsent(connection.to(), module -> new ArrayList<>())
                        .add(queue);
            }
        }
        this.homes = homes;
        this.deadline = began + nanosOf(allowed);
    }

    private static long nanosOf(Duration duration) {
        return duration.compareTo(Duration.ofDays(365)) > 0 ? TimeUnit.DAYS.toNanos(365) : duration.toNanos();
    }

    /** Brings the deadline forward. Any thread. */
    void hurry(Duration allowed) {
        long earlier = System.nanoTime() + nanosOf(allowed);
        if (earlier - deadline < 0) {
            deadline = earlier;
        }
    }

    /** Stops the router. */
    StopReport run() {
        drain();
        return close(homes::close);
    }

    /** Lets the modules run empty, then halts them. */
    void drain() {
        announce();
        tellToDrain(modules.stream().filter(this::isInput).toList());
        for (List<ModuleRunner> all : topology.components()) {
            List<ModuleRunner> component =
                    all.stream().filter(modules::contains).toList();
            awaitEmpty(component, ModuleRunner::isIdle);
            tellToDrain(component.stream().filter(module -> !isInput(module)).toList());
            awaitEmpty(component, ModuleRunner::isAtRest);
        }
        List<ModuleRunner> answered = topology.answers().stream()
                .map(Connection::to)
                .filter(modules::contains)
                .distinct()
                .toList();
        awaitEmpty(answered, ModuleRunner::isAtRest);
        awaitForAll(ModuleRunner::halt);
    }

    /** Closes the modules, which have been halted, and does what comes after the last. */
    StopReport close(Runnable afterwards) {
        List<StopReport.Left> left = left();
        Ledger ledger = plan.ledger();
        boolean allClosed = awaitForAll(ModuleRunner::close);
        List<StopReport.Stuck> stuck = allClosed ? List.of() : stuck();
        afterwards.run();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new StopReport(Duration.ofNanos(System.nanoTime() - began), left, stuck, ledger);
    }

    /** The router's own modules have no feeder either, but pass on what others log while they drain. */
    private boolean isInput(ModuleRunner module) {
        return !topology.isFed(module) && !Router.isOwn(module.name());
    }

    /** Does not wait: a module that is stuck must not keep the inputs' doors open. */
    private void announce() {
        modules.stream().filter(ModuleRunner::isPlaced).forEach(ModuleRunner::announceStop);
    }

    private void tellToDrain(List<ModuleRunner> told) {
        awaitAll(
                told.stream()
                        .filter(ModuleRunner::isPlaced)
                        .map(ModuleRunner::drain)
                        .toList(),
                () -> deadline - System.nanoTime());
    }

    private void awaitEmpty(List<ModuleRunner> component, Predicate<ModuleRunner> isDone) {
        List<EventQueue> queues = component.stream()
                .flatMap(module -> queuesTo.getOrDefault(module, List.of()).stream())
                .toList();
        awaitUntil(() -> isEmpty(queues, component, isDone));
    }

    /**
     * Whether nothing is in a component or on its way within it. An event that is in no queue is with a module that
     * runs; one that moves while this looks shows in the counts of what was submitted.
     */
    private static boolean isEmpty(
            List<EventQueue> queues, List<ModuleRunner> component, Predicate<ModuleRunner> isDone) {
        long before = queues.stream().mapToLong(EventQueue::inTotal).sum();
        return queues.stream().allMatch(queue -> queue.size() == 0)
                && component.stream().allMatch(isDone)
                && before == queues.stream().mapToLong(EventQueue::inTotal).sum();
    }

    private void awaitUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean() && deadline - System.nanoTime() > 0) {
            LockSupport.parkNanos(POLL_NANOS);
            noteInterrupt();
        }
    }

    private List<StopReport.Left> left() {
        List<StopReport.Left> left = new ArrayList<>();
        for (Connection connection : connections) {
            EventQueue queue = connection.queue();
            long events = queue == null ? 0 : queue.size();
            if (events > 0) {
                left.add(new StopReport.Left(connection.name(), events));
            }
        }
        for (ModuleRunner module : modules) {
            if (module.held() > 0) {
                left.add(new StopReport.Left("module " + module.name(), module.held()));
            }
        }
        return left;
    }

    /** Does something with every module, upstream first; tells whether all did it within a second. */
    private boolean awaitForAll(Function<ModuleRunner, CompletableFuture<Void>> action) {
        long until = System.nanoTime() + CLOSE_NANOS;
        List<CompletableFuture<Void>> actions = topology.upstreamFirst().stream()
                .filter(module -> modules.contains(module) && module.isPlaced())
                .map(action)
                .toList();
        return awaitAll(actions, () -> until - System.nanoTime());
    }

    private List<StopReport.Stuck> stuck() {
        List<StopReport.Stuck> stuck = new ArrayList<>();
        for (Trampoline trampoline : homes.trampolines()) {
            String module = trampoline.currentModule();
            if (module != null && modules.stream().anyMatch(it -> it.name().equals(module))) {
                List<StackTraceElement> stack = List.of(trampoline.home().stackTrace());
                stuck.add(new StopReport.Stuck(module, trampoline.home().name(), stack));
            }
        }
        return stuck;
    }

    private interface Remaining {
        long nanos();
    }

    /** An interrupt brings the deadline forward; modules are closed all the same. */
    private void noteInterrupt() {
        if (Thread.interrupted()) {
            interrupted = true;
            hurry(Duration.ZERO);
        }
    }

    private boolean awaitAll(List<CompletableFuture<Void>> futures, Remaining remaining) {
        CompletableFuture<Void> all = CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
        noteInterrupt();
        try {
            all.get(Math.max(0, remaining.nanos()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a module's stop failed, which it must not", e);
        } catch (InterruptedException e) {
            interrupted = true;
            hurry(Duration.ZERO);
            return awaitAll(futures, remaining);
        }
    }
}
