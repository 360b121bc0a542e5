package io.wishbone.module.encode;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.encode.graphite}. */
final class GraphiteEncoderType {
    private static final Argument<EventFunction<String>> PREFIX =
            Argument.defaulted("prefix", Expressions.template(), "", "the first levels of the path");
    private static final Argument<Boolean> SOURCE = Argument.defaulted(
            "source",
            ArgumentType.flag(),
            "true",
            "whether the source of a metric that names one is a level of the path");
    private static final Argument<Boolean> TAGS =
            Argument.defaulted("tags", ArgumentType.flag(), "false", "whether tags are appended, as ;key=value");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.encode.graphite")
            .summary("Makes of each metric a line of Graphite's plaintext protocol.")
            .arguments(PREFIX, SOURCE, TAGS)
            .example(PREFIX, "wishbone.relay")
            .queue("inbox", "metrics, such as those of _metrics.outbox")
            .queue("outbox", "lines such as relay.listen.in_total 42 1767323045")
            .create(arguments -> new GraphiteEncoder(
                    new GraphiteEncoderConfig(arguments.get(PREFIX), arguments.get(SOURCE), arguments.get(TAGS))));

    private GraphiteEncoderType() {}
}
