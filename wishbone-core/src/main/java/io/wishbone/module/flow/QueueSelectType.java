package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Declares {@code wishbone.flow.queueselect}. */
final class QueueSelectType {
    private static final String RULE = "{when: CONDITION, queue: NAME or [NAME, ...]}";

    private static final Argument<EventFunction<Object>> QUEUE = Argument.optional(
            "queue", Expressions.value(), "gives the name of an outlet, or a list of names; this or rules is required");
    private static final Argument<List<QueueSelectConfig.Rule>> RULES = Argument.optional(
            "rules",
            ArgumentType.listOf(ArgumentType.inModule(RULE, QueueSelectType::rule)),
            "looked at in order; the first whose condition is met names the outlets");
    private static final Argument<List<String>> OTHERWISE = Argument.optional(
            "otherwise", ArgumentType.listOf(ArgumentType.text()), "the outlets of events that meet no rule");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.queueselect")
            .summary("Hands every event to the outlets that an expression or rules name.")
            .arguments(QUEUE, RULES, OTHERWISE)
            .example(QUEUE, "data.kind")
            .queue("inbox", "what to hand on")
            .queue("nomatch", "events for which nothing was chosen; if not connected they go to failed")
            .queue("*", "an outlet of any name; connecting makes it")
            .create(arguments -> new QueueSelect(new QueueSelectConfig(
                    arguments.find(QUEUE).orElse(null),
                    arguments.find(RULES).orElse(List.of()),
                    arguments.find(OTHERWISE).orElse(List.of()))));

    private static QueueSelectConfig.Rule rule(Object raw, String module) {
        if (!(raw instanceof Map<?, ?> rule) || !rule.keySet().equals(Set.of("when", "queue"))) {
            throw new ArgumentException(RULE);
        }
        Object when = rule.get("when");
        Object queue = rule.get("queue");
        if (when == null || queue == null) {
            throw new ArgumentException(RULE);
        }
        return new QueueSelectConfig.Rule(
                Expressions.condition().read(when, module),
                ArgumentType.listOf(ArgumentType.text()).read(queue, module));
    }

    private QueueSelectType() {}
}
