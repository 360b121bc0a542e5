package io.wishbone.examples;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Declares {@code example.process.redact}. */
final class RedactType {
    private static final Argument<Pattern> PATTERN = Argument.required(
            "pattern", ArgumentType.of("a regular expression", RedactType::pattern), "what to replace");
    private static final Argument<String> REPLACEMENT =
            Argument.defaulted("replacement", ArgumentType.text(), "***", "what comes in its place");
    private static final Argument<Integer> MAX_CHARS = Argument.defaulted(
            "max_chars",
            ArgumentType.integer(1, RedactConfig.MOST_CHARS),
            "65536",
            "the longest text that is looked at; longer ones go to failed");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("example.process.redact")
            .summary("Replaces what matches a pattern in the text of each event.")
            .arguments(PATTERN, REPLACEMENT, MAX_CHARS)
            .queue("inbox", "events with bytes or text")
            .queue("outbox", "the same events, redacted")
            .create(arguments -> new Redact(
                    new RedactConfig(arguments.get(PATTERN), arguments.get(REPLACEMENT), arguments.get(MAX_CHARS))));

    private RedactType() {}

    private static Pattern pattern(Object raw) {
        try {
            return Pattern.compile(ArgumentType.text().read(raw));
        } catch (PatternSyntaxException e) {
            throw new ArgumentException("a regular expression; " + e.getDescription() + " at index " + e.getIndex());
        }
    }
}
