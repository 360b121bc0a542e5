package io.wishbone.module.flow;

import io.wishbone.expression.EventPredicate;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.flow.filter}. */
final class FilterType {
    private static final Argument<EventPredicate> CONDITION =
            Argument.required("condition", Expressions.condition(), "which events to let pass");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.filter")
            .summary("Lets pass the events that meet a condition.")
            .arguments(CONDITION)
            .example(CONDITION, "data.status >= 500")
            .queue("inbox", "what to look at")
            .queue("outbox", "events that meet the condition")
            .queue("rejected", "the others; if not connected they end, as a success")
            .create(arguments -> new Filter(arguments.get(CONDITION)));

    private FilterType() {}
}
