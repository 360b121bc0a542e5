package io.wishbone.benchmarks;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.wishbone.actor.Actor;
import io.wishbone.cel.CelLanguage;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.expression.EventFunction;
import io.wishbone.expression.EventPredicate;
import io.wishbone.module.flow.Filter;
import io.wishbone.module.flow.QueueSelect;
import io.wishbone.module.flow.QueueSelectConfig;
import io.wishbone.module.output.NullOutput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Compares a condition on an event with CEL's engine alone, which is given the event's content as a map of variables.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ExpressionBenchmark {
    private static final int BATCH = 64;
    private static final String CONDITION = "data.status >= 500 && header.web.remote_address.startsWith(\"10.\")";

    /** How many further fields the event's data has. */
    @Param({"0", "20"})
    private int fields;

    private Event event = Event.of("");
    private Map<String, Object> variables = Map.of();
    private EventPredicate condition = unused -> false;
    private LocalPipeline filter = new LocalPipeline(event);
    private LocalPipeline queueSelect = new LocalPipeline(event);
    private CelRuntime.Program engine = alone();

    /** Makes the event. */
    @Setup
    public void prepare() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("status", 503L);
        for (int i = 0; i < fields; i++) {
            data.put("field" + i, "value " + i);
        }
        Header header = Header.of("web", Map.of("remote_address", "10.1.2.3", "remote_port", 40_000L));
        event = Event.of(data, header);
        variables = Map.of("data", data, "header", header.asMap());
        condition = new CelLanguage().condition(CONDITION, "pick");
        engine = alone();
        filter = pipeline(new Filter(condition), Actor.OUTBOX);
        EventFunction<?> queue = new CelLanguage().value("data.status >= 500 ? 'high' : 'low'", "pick");
        queueSelect = pipeline(new QueueSelect(QueueSelectConfig.byName(queue)), "high");
    }

    private LocalPipeline pipeline(Actor module, String outlet) {
        LocalPipeline pipeline = new LocalPipeline(event);
        NullOutput end = new NullOutput();
        LocalPipeline.outlet(module, outlet);
        pipeline.add(module);
        pipeline.add(end);
        pipeline.connect(pipeline.feed(), module);
        pipeline.connect(LocalPipeline.outlet(module, outlet), end);
        pipeline.start();
        return pipeline;
    }

    private static CelRuntime.Program alone() {
        try {
            return CelRuntimeFactory.plannerRuntimeBuilder()
                    .build()
                    .createProgram(CelCompilerFactory.standardCelCompilerBuilder()
                            .addVar("data", SimpleType.DYN)
                            .addVar("header", MapType.create(SimpleType.STRING, SimpleType.DYN))
                            .build()
                            .compile(CONDITION)
                            .getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The engine alone. */
    @Benchmark
    public Object engineAlone() throws CelEvaluationException {
        return engine.eval(variables);
    }

    /** A condition as a module has it. */
    @Benchmark
    public boolean condition() throws Exception {
        return condition.test(event);
    }

    /** Each of 64 events through a filter with this condition, and to the module after it. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void filter() {
        filter.run(BATCH);
    }

    /** Each of 64 events through a module that chooses a queue by an expression, and to the module after it. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void queueSelect() {
        queueSelect.run(BATCH);
    }
}
