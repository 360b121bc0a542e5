package io.wishbone.cel;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** How names are written in expressions and listed in messages. */
final class Names {
    /** The language's words, which cannot follow a dot. */
    static final Set<String> WORDS = Set.of("in", "true", "false", "null");

    private static final int MOST_LISTED = 10;
    private static final int LONGEST = 40;

    private Names() {}

    /** Whether an expression may say {@code .name}, rather than {@code ["name"]}. */
    static boolean isSelectable(String name) {
        return !name.isEmpty()
                && !Character.isDigit(name.charAt(0))
                && name.chars().allMatch(Names::isInName)
                && !WORDS.contains(name);
    }

    /** Whether a character may stand in an identifier. */
    static boolean isInName(int c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** A function as expressions write it: operators without the places of their operands. */
    static String ofFunction(String name) {
        boolean isOperator = !Character.isLetter(name.charAt(0));
        return isOperator ? name.replace("_", "").replace("@", "") : name;
    }

    /** Some names, separated by commas, for a message. */
    static String some(Collection<?> names) {
        if (names.isEmpty()) {
            return "nothing";
        }
        String listed = names.stream().limit(MOST_LISTED).map(Names::cut).collect(Collectors.joining(", "));
        return names.size() > MOST_LISTED ? listed + ", and " + (names.size() - MOST_LISTED) + " more" : listed;
    }

    private static String cut(Object name) {
        String text = String.valueOf(name);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }
}
