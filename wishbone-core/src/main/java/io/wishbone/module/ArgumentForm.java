package io.wishbone.module;

import java.time.Duration;
import java.util.List;

/**
 * What an {@link ArgumentType} takes, as far as a program may know it: what an editor's schema is made of.
 * <em>Immutable.</em> Every form may also be written as a string.
 */
public sealed interface ArgumentForm {
    /** Whatever the type's own reader takes. */
    record Any() implements ArgumentForm {}

    /** Any scalar. */
    record Text() implements ArgumentForm {}

    /** {@code true} or {@code false}. */
    record Flag() implements ArgumentForm {}

    /**
     * A whole number.
     *
     * @param least the least that is taken
     * @param most the most that is taken
     */
    record Whole(long least, long most) implements ArgumentForm {}

    /**
     * A number.
     *
     * @param least the least that is taken
     * @param most the most that is taken
     */
    record Decimal(double least, double most) implements ArgumentForm {}

    /**
     * A time, such as {@code 500ms}, or a number of seconds.
     *
     * @param least the least that is taken
     */
    record Time(Duration least) implements ArgumentForm {}

    /**
     * A number of bytes, such as {@code 64KiB}.
     *
     * @param least the least that is taken
     * @param most the most that is taken
     */
    record Size(long least, long most) implements ArgumentForm {}

    /**
     * One of some words.
     *
     * @param words all of them
     */
    record Choice(List<String> words) implements ArgumentForm {
        public Choice {
            words = List.copyOf(words);
        }
    }

    /**
     * A list, or a single value for a list of one.
     *
     * @param element what each value is
     */
    record ListOf(ArgumentForm element) implements ArgumentForm {}
}
