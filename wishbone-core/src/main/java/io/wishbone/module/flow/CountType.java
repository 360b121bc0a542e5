package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import java.time.Duration;

/** Declares {@code wishbone.flow.count}. */
final class CountType {
    private static final Argument<Integer> OCCURRENCES =
            Argument.required("occurrences", ArgumentType.integer(1, Integer.MAX_VALUE), "how often a key must occur");
    private static final Argument<CountConfig.Action> ACTION = Argument.defaulted(
            "action",
            ArgumentType.choice(CountConfig.Action.class),
            "pass",
            "pass: events pass from that often on; drop: events pass up to that often");
    private static final Argument<Duration> WINDOW = Argument.defaulted(
            "window",
            ArgumentType.duration(Duration.ZERO),
            "60s",
            "for how long a key is counted from its first occurrence on; 0 is without end");
    private static final Argument<EventFunction<Object>> KEY =
            Argument.optional("key", Expressions.value(), "what is counted; all events together if left out");
    private static final Argument<Integer> MAX_KEYS = Argument.defaulted(
            "max_keys",
            ArgumentType.integer(1, Checks.MOST_REMEMBERED),
            "10000",
            "how many keys are counted; beyond, the one that did not occur for longest begins anew");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.count")
            .summary("Lets pass what occurs often enough, or not too often, within a time window.")
            .arguments(OCCURRENCES, ACTION, WINDOW, KEY, MAX_KEYS)
            .example(KEY, "data")
            .queue("inbox", "what to count")
            .queue("outbox", "events that pass")
            .queue("dropped", "the others; if not connected they end, as a success")
            .create(arguments -> new Count(CountConfig.builder(arguments.get(OCCURRENCES))
                    .action(arguments.get(ACTION))
                    .window(arguments.get(WINDOW))
                    .key(arguments.find(KEY).orElse(null))
                    .maxKeys(arguments.get(MAX_KEYS))
                    .build()));

    private CountType() {}
}
