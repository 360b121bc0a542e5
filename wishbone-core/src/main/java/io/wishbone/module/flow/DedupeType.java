package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import java.time.Duration;

/** Declares {@code wishbone.flow.dedupe}. */
final class DedupeType {
    private static final Argument<EventFunction<Object>> KEY =
            Argument.required("key", Expressions.value(), "by what events are the same");
    private static final Argument<Duration> WINDOW = Argument.defaulted(
            "window",
            ArgumentType.duration(Duration.ofMillis(1)),
            "60s",
            "for how long an event whose key has passed is a repetition");
    private static final Argument<Integer> MAX_KEYS = Argument.defaulted(
            "max_keys",
            ArgumentType.integer(1, Checks.MOST_REMEMBERED),
            "10000",
            "how many keys are remembered; beyond, the one that did not occur for longest is forgotten");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.dedupe")
            .summary("Lets pass events with the same key only once within a time window.")
            .arguments(KEY, WINDOW, MAX_KEYS)
            .example(KEY, "data.id")
            .queue("inbox", "what may repeat itself")
            .queue("outbox", "events that are no repetition")
            .queue("dropped", "repetitions; if not connected they end, as a success")
            .create(arguments ->
                    new Dedupe(new DedupeConfig(arguments.get(KEY), arguments.get(WINDOW), arguments.get(MAX_KEYS))));

    private DedupeType() {}
}
