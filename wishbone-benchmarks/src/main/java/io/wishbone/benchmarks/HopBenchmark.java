package io.wishbone.benchmarks;

import io.wishbone.actor.Actor;
import io.wishbone.actor.EventHandler;
import io.wishbone.actor.Home;
import io.wishbone.actor.Inlet;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Trampoline;
import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.SpscGrowableArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.helpers.NOPLogger;

/**
 * What one hop from module to module costs on one home, against a bare ring with a virtual call.
 *
 * <p>A feeder hands events to a module that passes them on to another, which ends them. All three run on the thread of
 * the benchmark, whose home runs its tasks from a list. The scores are per hop: two hops for each event, and two
 * passages through a ring in the baseline.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class HopBenchmark {
    private static final int BATCH = 64;
    private static final int HOPS = 2;
    private static final Event EVENT = Event.of("one event, made once");

    private final SpscGrowableArrayQueue<Event> firstRing = new SpscGrowableArrayQueue<>(16, 4096);
    private final SpscGrowableArrayQueue<Event> secondRing = new SpscGrowableArrayQueue<>(16, 4096);
    private final End bareEnd = new End();
    private final EventHandler first = secondRing::relaxedOffer;
    private final EventHandler second = bareEnd::take;

    private final LocalHome home = new LocalHome();
    private final Feeder feeder = new Feeder();
    private final End end = new End();

    /** For JMH. */
    public HopBenchmark() {}

    /** The home whose thread is the benchmark's. */
    private static final class LocalHome implements Home {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

        @Override
        public String name() {
            return "local";
        }

        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Timer schedule(Runnable task, long delayNanos) {
            throw new UnsupportedOperationException("no timers");
        }

        void runAll() {
            Runnable task = tasks.poll();
            while (task != null) {
                task.run();
                task = tasks.poll();
            }
        }
    }

    /** Submits as many events as it was told to. */
    private static final class Feeder extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private int wanted;

        Feeder() {
            source(budget -> {
                int made = wanted;
                for (int i = 0; i < made; i++) {
                    outbox.submit(EVENT);
                }
                wanted = 0;
                return made;
            });
        }

        void feed(int count) {
            wanted = count;
            context().wake();
        }
    }

    /** Passes events on. */
    private static final class Pass extends Actor {
        private final Outlet outbox = outlet(OUTBOX);

        Pass() {
            inlet(INBOX, outbox::submit);
        }
    }

    /** Ends events. */
    private static final class End extends Actor {
        private long taken;

        End() {
            inlet(INBOX, this::take);
        }

        private void take(Event event) {
            taken += event.sizeBytes();
        }
    }

    /** Wires the modules up as a router does. */
    @Setup
    public void wire() {
        Trampoline trampoline = new Trampoline(home);
        Pass pass = new Pass();
        ModuleRunner feeding = place("feeder", feeder, trampoline);
        ModuleRunner passing = place("pass", pass, trampoline);
        ModuleRunner ending = place("end", end, trampoline);
        connect(feeder.outbox, pass, passing);
        connect(pass.outbox, end, ending);
        List.of(ending, passing, feeding).forEach(ModuleRunner::start);
        home.runAll();
    }

    private static ModuleRunner place(String name, Actor actor, Trampoline trampoline) {
        ModuleRunner runner = new ModuleRunner(name, actor, NOPLogger.NOP_LOGGER);
        runner.place(List.of(trampoline), false);
        return runner;
    }

    private static void connect(Outlet outlet, Actor consumer, ModuleRunner consuming) {
        EventQueue queue = EventQueue.builder(outlet.name())
                .sameThread(true)
                .consumer(consuming)
                .producer(outlet.emitters().get(0).signal())
                .build();
        consumer.inlets().forEach((Inlet inlet) -> inlet.attach(queue));
        outlet.attach(queue);
    }

    private long bare(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            firstRing.offer(EVENT);
        }
        drain(firstRing, first);
        drain(secondRing, second);
        return bareEnd.taken;
    }

    private static void drain(SpscGrowableArrayQueue<Event> ring, EventHandler handler) throws Exception {
        Event event = ring.poll();
        while (event != null) {
            handler.handle(event);
            event = ring.poll();
        }
    }

    private long hop(int count) {
        feeder.feed(count);
        home.runAll();
        return end.taken;
    }

    /** Two rings and two virtual calls for each of 64 events. */
    @Benchmark
    @OperationsPerInvocation(BATCH * HOPS)
    public long bareBatch() throws Exception {
        return bare(BATCH);
    }

    /** Two rings and two virtual calls for one event. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public long bareSingle() throws Exception {
        return bare(1);
    }

    /** Two hops for each of 64 events. */
    @Benchmark
    @OperationsPerInvocation(BATCH * HOPS)
    public long hopBatch() {
        return hop(BATCH);
    }

    /** Two hops for one event, with one turn of the home. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public long hopSingle() {
        return hop(1);
    }
}
