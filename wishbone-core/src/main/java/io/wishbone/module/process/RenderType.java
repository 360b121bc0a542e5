package io.wishbone.module.process;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.process.template}. */
final class RenderType {
    private static final Argument<EventFunction<String>> TEMPLATE =
            Argument.required("template", Expressions.template(), "the text");
    private static final Argument<String> TO =
            Argument.defaulted("to", Options.FIELD, "data", "the field that gets the text");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.process.template")
            .summary("Makes a text of each event.")
            .arguments(TEMPLATE, TO)
            .example(TEMPLATE, "\"{{ header.listen.remote_address }}: {{ data.message }}\"")
            .queue("inbox", "what to make texts of")
            .queue("outbox", "the events with their texts")
            .create(arguments -> new Render(arguments.get(TEMPLATE), arguments.get(TO)));

    private RenderType() {}
}
