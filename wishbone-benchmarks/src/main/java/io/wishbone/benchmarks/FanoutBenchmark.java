package io.wishbone.benchmarks;

import io.wishbone.event.Event;
import io.wishbone.module.flow.Fanout;
import io.wishbone.module.output.NullOutput;
import java.util.concurrent.TimeUnit;
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
 * What a fanout to eight modules costs an event, on one home: one hop to it and eight from it. Compare with
 * {@link HopBenchmark#hopBatch}, the cost of one hop.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FanoutBenchmark {
    private static final int BATCH = 64;
    private static final int BRANCHES = 8;

    private final LocalPipeline pipeline = new LocalPipeline(Event.of("one event, made once"));

    /** For JMH. */
    public FanoutBenchmark() {}

    /** Wires the modules up. */
    @Setup
    public void wire() {
        Fanout fanout = new Fanout();
        for (int i = 0; i < BRANCHES; i++) {
            LocalPipeline.outlet(fanout, "branch" + i);
        }
        pipeline.add(fanout);
        pipeline.connect(pipeline.feed(), fanout);
        for (int i = 0; i < BRANCHES; i++) {
            NullOutput end = new NullOutput();
            pipeline.add(end);
            pipeline.connect(LocalPipeline.outlet(fanout, "branch" + i), end);
        }
        pipeline.start();
    }

    /** Each of 64 events to eight modules. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void fanoutBatch() {
        pipeline.run(BATCH);
    }
}
