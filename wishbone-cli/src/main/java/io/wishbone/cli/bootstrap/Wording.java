package io.wishbone.cli.bootstrap;

import io.wishbone.module.NearestName;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** How messages quote what the file says and name what it may have meant. */
final class Wording {
    private static final int LONGEST = 100;

    private Wording() {}

    static String quote(Object value) {
        String text = value.toString();
        String cut = text.codePointCount(0, text.length()) > LONGEST
                ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "..."
                : text;
        StringBuilder quoted = new StringBuilder("\"");
        cut.codePoints().forEach(point -> {
            if (Character.isISOControl(point)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                quoted.appendCodePoint(point);
            }
        });
        return quoted.append('"').toString();
    }

    /** The nearest known name in parentheses, else all of them. */
    static String hint(String wrong, Collection<String> known) {
        if (known.isEmpty()) {
            return " (there is none)";
        }
        return NearestName.find(wrong, known)
                .map(nearest -> " (did you mean " + quote(nearest) + "?)")
                .orElseGet(() -> " (known: " + known.stream().sorted().collect(Collectors.joining(", ")) + ")");
    }
}
