package io.wishbone.module.output;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;

/** Declares {@code wishbone.output.stdout}. */
final class StdoutOutputType {
    private static final Argument<EventFunction<String>> PREFIX =
            Argument.defaulted("prefix", Expressions.template(), "", "text before each event");
    private static final Argument<String> SELECTION = Argument.defaulted(
            "selection",
            ArgumentType.of(
                    "data, header.<module>.<key>, or . for the whole event as JSON",
                    raw -> StdoutOutputConfig.builder()
                            .selection(raw.toString())
                            .build()
                            .selection()),
            "data",
            "what of each event is written");
    private static final Argument<Protocol> PROTOCOL = Argument.optional(
            Protocols.ARGUMENT, Protocols.encoding(), "what makes the bytes of each event, in the place of selection");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.stdout")
            .summary("Writes each event as a line to standard output.")
            .arguments(PREFIX, SELECTION, PROTOCOL)
            .queue("inbox", "what to write")
            .queue("successful", "events that were written")
            .create(arguments -> new StdoutOutput(config(arguments)));

    private StdoutOutputType() {}

    private static StdoutOutputConfig config(Arguments arguments) {
        StdoutOutputConfig.Builder builder =
                StdoutOutputConfig.builder().prefix(arguments.get(PREFIX)).selection(arguments.get(SELECTION));
        arguments.find(PROTOCOL).ifPresent(builder::protocol);
        return builder.build();
    }
}
