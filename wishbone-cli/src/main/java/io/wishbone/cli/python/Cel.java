package io.wishbone.cli.python;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An expression of CEL, with what is known of it. <em>Immutable.</em>
 *
 * @param text the expression
 * @param level how tightly its outermost operator binds
 * @param isBoolean whether it is true or false whatever its variables are
 * @param origin what it was made of, where that matters to what is made of it; null where it does not
 */
record Cel(
        String text, int level, boolean isBoolean, @Nullable Object origin) {
    static final int CHOICE = 0;
    static final int OR = 1;
    static final int AND = 2;
    static final int RELATION = 3;
    static final int SUM = 4;
    static final int PRODUCT = 5;
    static final int UNARY = 6;
    static final int WHOLE = 7;

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> RESERVED = Set.of(
            "in",
            "true",
            "false",
            "null",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");
    private static final String UNTRUE = " in [false, 0, 0.0, \"\", null, [], {}])";

    /** The literal text that it is. */
    record Text(String value) {}

    /** A path into the event, by its segments. */
    record Field(List<String> segments) {}

    /** One of two, by a condition. */
    record Choice(String condition, Cel met, Cel otherwise) {}

    /** Conditions of which any, or all, count. */
    record Logic(String operator, Cel left, Cel right) {}

    static Cel of(String text) {
        return new Cel(text, WHOLE, false, null);
    }

    static Cel bool(String text, int level) {
        return new Cel(text, level, true, null);
    }

    static Cel text(String value) {
        return new Cel(quote(value), WHOLE, false, new Text(value));
    }

    static Cel field(List<String> segments) {
        return new Cel(path(segments, ""), WHOLE, false, new Field(List.copyOf(segments)));
    }

    static Cel choice(String condition, Cel met, Cel otherwise) {
        String text = condition + " ? " + met.within(OR) + " : " + otherwise.within(CHOICE);
        return new Cel(text, CHOICE, met.isBoolean && otherwise.isBoolean, new Choice(condition, met, otherwise));
    }

    /** The expression where an operator of a level is around it. */
    String within(int outer) {
        return level < outer ? "(" + text + ")" : text;
    }

    /** The expression as something of which a member is taken or a function called. */
    String whole() {
        return within(WHOLE);
    }

    /** Whether Python takes its value for true. */
    Cel truth() throws UntranslatableException {
        if (isBoolean) {
            return this;
        }
        if (origin instanceof Logic logic) {
            int own = logic.operator().equals("||") ? OR : AND;
            String joined = logic.left().truth().within(own) + " " + logic.operator() + " "
                    + logic.right().truth().within(own + 1);
            return bool(joined, own);
        }
        if (origin instanceof Field field) {
            String value = field.segments().size() == 1 ? text : optional(field) + ".orValue(false)";
            return bool("!(" + value + UNTRUE, UNARY);
        }
        if (origin instanceof Text literal) {
            return bool(Boolean.toString(!literal.value().isEmpty()), WHOLE);
        }
        throw new UntranslatableException(
                "whether \"" + text + "\" counts as true is Python's own rule (expected: a comparison)");
    }

    /** A path that may lead nowhere, as an optional value. */
    static String optional(Field field) {
        return path(field.segments(), "?");
    }

    private static String path(List<String> segments, String mark) {
        String root = segments.get(0);
        return root
                + segments.stream()
                        .skip(1)
                        .map(segment -> member(segment, mark))
                        .collect(Collectors.joining());
    }

    private static String member(String segment, String mark) {
        boolean isName = IDENTIFIER.matcher(segment).matches() && !RESERVED.contains(segment);
        return isName ? "." + mark + segment : "[" + mark + quote(segment) + "]";
    }

    /** A string of CEL; what a template would take for its own is escaped. */
    static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            boolean doubled = (i + 1 < value.length() && value.charAt(i + 1) == letter)
                    || (i > 0 && value.charAt(i - 1) == letter);
            switch (letter) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (letter < ' ' || (doubled && "{}".indexOf(letter) >= 0)) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
                    } else {
                        quoted.append(letter);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
