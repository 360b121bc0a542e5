package io.wishbone.examples;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a {@link Redact} replaces. <em>Immutable.</em>
 *
 * @param pattern what to replace
 * @param replacement what comes in its place, as it is; may be empty
 * @param maxChars the longest text that is looked at, in characters, 1 to 16,777,216
 */
public record RedactConfig(Pattern pattern, String replacement, int maxChars) {
    static final int MOST_CHARS = 1 << 24;

    public RedactConfig {
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(replacement, "replacement");
        if (maxChars < 1 || maxChars > MOST_CHARS) {
            throw new IllegalArgumentException("maxChars: " + maxChars + " (expected: 1 to " + MOST_CHARS + ")");
        }
    }
}
