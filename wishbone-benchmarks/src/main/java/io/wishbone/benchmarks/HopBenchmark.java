package io.wishbone.benchmarks;

import io.wishbone.actor.Actor;
import io.wishbone.actor.EventHandler;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/**
 * What one hop from module to module costs on one home, against a bare ring with a virtual call.
 *
 * <p>A feeder hands events to a chain of modules, the last of which ends them. All run on the thread of the benchmark,
 * whose home runs its tasks from a list. The scores are per hop: eight hops for each event, and eight passages through
 * a ring in the baseline. The handlers are of four classes, in both, so that calling one is a virtual call as in any
 * pipeline of different modules; a compiler inlines a call whose every target is one of two.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class HopBenchmark {
    private static final int BATCH = 64;
    private static final int HOPS = 8;
    private static final Event EVENT = Event.of("one event, made once");

    private final List<SpscGrowableArrayQueue<Event>> rings = Stream.generate(
                    () -> new SpscGrowableArrayQueue<Event>(16, 4096))
            .limit(HOPS)
            .toList();
    private final EventHandler[] handlers = new EventHandler[HOPS];
    private final End bareEnd = new End();

    private final LocalPipeline pipeline = new LocalPipeline(EVENT);
    private final End end = new End();

    /** For JMH. */
    public HopBenchmark() {}

    /** Passes events on, by a handler of one of three classes. */
    private static final class Pass extends Actor {
        private final Outlet outbox = outlet(OUTBOX);

        Pass(int kind) {
            inlet(
                    INBOX,
                    switch (kind % 3) {
                        case 0 -> event -> outbox.submit(event);
                        case 1 -> outbox::submit;
                        default -> this::pass;
                    });
        }

        private void pass(Event event) {
            outbox.submit(event);
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
        Outlet from = pipeline.feed();
        for (int i = 1; i < HOPS; i++) {
            Pass pass = new Pass(i);
            pipeline.add(pass);
            pipeline.connect(from, pass);
            from = pass.outbox;
            handlers[i - 1] = bareHandler(i, rings.get(i));
        }
        pipeline.add(end);
        pipeline.connect(from, end);
        handlers[HOPS - 1] = bareEnd::take;
        pipeline.start();
    }

    private static EventHandler bareHandler(int kind, SpscGrowableArrayQueue<Event> ring) {
        return switch (kind % 3) {
            case 0 -> event -> ring.relaxedOffer(event);
            case 1 -> ring::relaxedOffer;
            default -> ring::offer;
        };
    }

    private long bare(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            rings.get(0).offer(EVENT);
        }
        for (int i = 0; i < HOPS; i++) {
            drain(rings.get(i), handlers[i]);
        }
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
        pipeline.run(count);
        return end.taken;
    }

    /** A ring and a virtual call for each of 64 events and eight hops. */
    @Benchmark
    @OperationsPerInvocation(BATCH * HOPS)
    public long bareBatch() throws Exception {
        return bare(BATCH);
    }

    /** A ring and a virtual call for each of eight hops of one event. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public long bareSingle() throws Exception {
        return bare(1);
    }

    /** Eight hops of each of 64 events. */
    @Benchmark
    @OperationsPerInvocation(BATCH * HOPS)
    public long hopBatch() {
        return hop(BATCH);
    }

    /** Eight hops of one event, with one turn of the home. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public long hopSingle() {
        return hop(1);
    }
}
