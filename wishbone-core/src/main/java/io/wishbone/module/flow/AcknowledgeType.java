package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import java.time.Duration;

/** Declares {@code wishbone.flow.acknowledge}. */
final class AcknowledgeType {
    private static final Argument<EventFunction<Object>> ID =
            Argument.required("id", Expressions.value(), "the id of an event in inbox");
    private static final Argument<EventFunction<Object>> ACKNOWLEDGED_ID = Argument.optional(
            "acknowledged_id",
            Expressions.value(),
            "the id that an event in acknowledge acknowledges; as in id if left out");
    private static final Argument<Duration> TIMEOUT = Argument.defaulted(
            "timeout", ArgumentType.duration(Duration.ofMillis(1)), "10m", "after which an id counts as acknowledged");
    private static final Argument<Integer> MAX_IDS = Argument.defaulted(
            "max_ids",
            ArgumentType.integer(1, Checks.MOST_REMEMBERED),
            "10000",
            "how many ids are remembered; beyond, the one under way for longest is forgotten");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.acknowledge")
            .summary("Lets no event pass while another with the same id is under way.")
            .arguments(ID, ACKNOWLEDGED_ID, TIMEOUT, MAX_IDS)
            .example(ID, "data.id")
            .queue("inbox", "what to let pass")
            .queue("acknowledge", "control events, each with an id that is no longer under way")
            .queue("outbox", "events that pass")
            .queue("dropped", "the others; if not connected they end, as a success")
            .create(AcknowledgeType::create);

    private static Acknowledge create(Arguments arguments) {
        EventFunction<Object> id = arguments.get(ID);
        return new Acknowledge(AcknowledgeConfig.builder(id)
                .acknowledgedId(arguments.find(ACKNOWLEDGED_ID).orElse(id))
                .timeout(arguments.get(TIMEOUT))
                .maxIds(arguments.get(MAX_IDS))
                .build());
    }

    private AcknowledgeType() {}
}
