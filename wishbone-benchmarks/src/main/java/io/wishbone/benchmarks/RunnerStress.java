package io.wishbone.benchmarks;

import io.wishbone.actor.Home;
import io.wishbone.actor.Inlet;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Trampoline;
import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.slf4j.helpers.NOPLogger;

/**
 * The scheduling states of a module, in the very code that runs modules: one thread feeds it while its home steps it,
 * and no event may be left to a module that sleeps, nor a module be handed to its home twice.
 */
public final class RunnerStress {
    private static final Event EVENT = Event.of("x");

    private RunnerStress() {}

    /** A home whose thread is whoever runs its tasks. */
    private static final class SteppedHome implements Home {
        private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private volatile long owner;

        @Override
        public String name() {
            return "stepped";
        }

        @Override
        public boolean isCurrent() {
            return Thread.currentThread().getId() == owner;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Timer schedule(Runnable task, long delayNanos) {
            throw new UnsupportedOperationException("no timers");
        }

        /** Runs what has been given to it, on this thread. */
        void runAll() {
            owner = Thread.currentThread().getId();
            Runnable task = tasks.poll();
            while (task != null) {
                task.run();
                task = tasks.poll();
            }
            owner = -1;
        }
    }

    /** Counts what it consumes. */
    private static final class Sink extends io.wishbone.actor.Actor {
        private final AtomicInteger consumed = new AtomicInteger();

        Sink() {
            inlet(INBOX, event -> consumed.incrementAndGet());
        }
    }

    /** Another thread offers two events while the home runs the module, which falls asleep in between. */
    @JCStressTest
    @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "Both were consumed.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was left to a module that sleeps.")
    @State
    public static class FedFromOutside {
        private final SteppedHome home = new SteppedHome();
        private final Sink sink = new Sink();
        private final EventQueue queue;

        /** Makes the state: a module that has been started and sleeps. */
        public FedFromOutside() {
            ModuleRunner runner = new ModuleRunner("sink", sink, NOPLogger.NOP_LOGGER);
            runner.place(List.of(new Trampoline(home)), false);
            queue = EventQueue.builder("q").consumer(runner).producer(() -> {}).build();
            for (Inlet inlet : sink.inlets()) {
                inlet.attach(queue);
            }
            runner.start();
            home.runAll();
        }

        /** Offers, publishes, and does so again. */
        @Actor
        public void produce() {
            queue.producer(0).offer(EVENT);
            queue.producer(0).publish();
            queue.producer(0).offer(EVENT);
            queue.producer(0).publish();
        }

        /** The home's thread: runs what it was given so far. */
        @Actor
        public void run() {
            home.runAll();
        }

        /** The home's thread later on: it runs what was handed over, and that must be enough. */
        @Arbiter
        public void judge(II_Result result) {
            home.runAll();
            result.r1 = sink.consumed.get();
            result.r2 = queue.isEmpty() ? 0 : 1;
        }
    }
}
