package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import java.time.Duration;

/** Declares {@code wishbone.flow.throttle}. */
final class ThrottleType {
    private static final Argument<Integer> RATE =
            Argument.required("rate", ArgumentType.integer(1, 1_000_000), "how many events pass in the time of per");
    private static final Argument<Duration> PER =
            Argument.defaulted("per", ArgumentType.duration(Duration.ofMillis(1)), "1s", "the time of rate, up to 1h");
    private static final Argument<Integer> BURST = Argument.optional(
            "burst",
            ArgumentType.integer(1, 1_000_000),
            "how many events pass at once after a pause; as rate if left out");
    private static final Argument<ThrottleConfig.ExcessPolicy> ON_EXCESS = Argument.defaulted(
            "on_excess",
            ArgumentType.choice(ThrottleConfig.ExcessPolicy.class),
            "wait",
            "whether more events wait in the queue, or are dropped");
    private static final Argument<EventFunction<Object>> KEY = Argument.optional(
            "key", Expressions.value(), "what has a rate of its own; only with on_excess drop; one rate if left out");
    private static final Argument<Integer> MAX_KEYS = Argument.defaulted(
            "max_keys",
            ArgumentType.integer(1, Checks.MOST_REMEMBERED),
            "10000",
            "how many keys are remembered; beyond, the one that did not occur for longest has its whole burst again");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.throttle")
            .summary("Lets events pass at a limited rate.")
            .arguments(RATE, PER, BURST, ON_EXCESS, KEY, MAX_KEYS)
            .example(RATE, "100")
            .queue("inbox", "what to slow down")
            .queue("outbox", "events within the rate")
            .queue("throttled", "with on_excess drop, the others; if not connected they are dropped, as a failure")
            .create(ThrottleType::create);

    private static Throttle create(Arguments arguments) {
        int rate = arguments.get(RATE);
        return new Throttle(ThrottleConfig.builder(rate)
                .per(arguments.get(PER))
                .burst(arguments.find(BURST).orElse(rate))
                .onExcess(arguments.get(ON_EXCESS))
                .key(arguments.find(KEY).orElse(null))
                .maxKeys(arguments.get(MAX_KEYS))
                .build());
    }

    private ThrottleType() {}
}
