package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.flow.sample}. */
final class SampleType {
    private static final Argument<Integer> ONE_IN = Argument.optional(
            "one_in",
            ArgumentType.integer(1, Integer.MAX_VALUE),
            "one event in so many passes; this or probability is required");
    private static final Argument<Double> PROBABILITY =
            Argument.optional("probability", ArgumentType.decimal(0, 1), "with which an event passes");
    private static final Argument<EventFunction<Object>> KEY = Argument.optional(
            "key", Expressions.value(), "by what it is decided, so that all events of a key pass or none");
    private static final Argument<Long> SEED = Argument.optional(
            "seed",
            ArgumentType.integer(Long.MIN_VALUE, Long.MAX_VALUE),
            "makes what passes by probability repeatable; only without key");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.sample")
            .summary("Lets one event in a number pass, or each with a probability.")
            .arguments(ONE_IN, PROBABILITY, KEY, SEED)
            .example(ONE_IN, "10")
            .queue("inbox", "what to choose from")
            .queue("outbox", "events that pass; the others end, as a success")
            .create(arguments -> new Sample(new SampleConfig(
                    arguments.find(ONE_IN).orElse(null),
                    arguments.find(PROBABILITY).orElse(null),
                    arguments.find(KEY).orElse(null),
                    arguments.find(SEED).orElse(null))));

    private SampleType() {}
}
