package io.wishbone.protocols;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;

/** The arguments of protocols that take limits. */
final class LimitArguments {
    static final Argument<Long> MAX_BYTES = Argument.defaulted(
            "max_bytes", ArgumentType.size(1, ValueLimits.LARGEST), "16MiB", "the longest message that is read");
    static final Argument<Integer> MAX_DEPTH = Argument.defaulted(
            "max_depth",
            ArgumentType.integer(1, ValueLimits.DEEPEST),
            "100",
            "how deep lists and maps may be nested in what is read");
    static final Argument<Integer> MAX_NUMBER = Argument.defaulted(
            "max_number",
            ArgumentType.integer(1, ValueLimits.LONGEST_NUMBER),
            "1000",
            "how many characters a number may have in what is read");
    static final Argument<DuplicateKeys> DUPLICATE_KEYS = Argument.defaulted(
            "duplicate_keys",
            ArgumentType.choice(DuplicateKeys.class),
            "refuse",
            "what becomes of a map that has a key twice: its message is refused, or the last value counts");

    private LimitArguments() {}

    static ValueLimits json(Arguments arguments) {
        return new ValueLimits(
                Math.toIntExact(arguments.get(MAX_BYTES)),
                arguments.get(MAX_DEPTH),
                arguments.get(MAX_NUMBER),
                arguments.get(DUPLICATE_KEYS));
    }

    static ValueLimits binary(Arguments arguments) {
        return ValueLimits.builder()
                .maxBytes(Math.toIntExact(arguments.get(MAX_BYTES)))
                .maxDepth(arguments.get(MAX_DEPTH))
                .duplicateKeys(arguments.get(DUPLICATE_KEYS))
                .build();
    }
}
