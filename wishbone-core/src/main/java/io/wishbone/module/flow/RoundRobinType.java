package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.flow.roundrobin}. */
final class RoundRobinType {
    private static final Argument<RoundRobinConfig.Mode> MODE = Argument.defaulted(
            "mode",
            ArgumentType.choice(RoundRobinConfig.Mode.class),
            "in_turn",
            "one outlet after the other, at random, or events with equal keys to the same");
    private static final Argument<EventFunction<Object>> KEY =
            Argument.optional("key", Expressions.value(), "what sticks to an outlet; only with mode sticky");
    private static final Argument<Long> SEED = Argument.optional(
            "seed",
            ArgumentType.integer(Long.MIN_VALUE, Long.MAX_VALUE),
            "makes a random order repeatable; only with mode random");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.roundrobin")
            .summary("Hands every event to one of the connected outlets.")
            .arguments(MODE, KEY, SEED)
            .queue("inbox", "what to hand on")
            .queue("*", "an outlet of any name; connecting makes it")
            .create(arguments -> new RoundRobin(new RoundRobinConfig(
                    arguments.get(MODE),
                    arguments.find(KEY).orElse(null),
                    arguments.find(SEED).orElse(null))));

    private RoundRobinType() {}
}
