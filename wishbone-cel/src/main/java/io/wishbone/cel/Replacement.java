package io.wishbone.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.wishbone.expression.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What takes the place of a match: text and groups of the match, one after the other. <em>Immutable.</em> */
final class Replacement {
    private static final String EXPECTED = " (expected: $1, ${name}, \\$ or \\\\)";

    private final List<Part> parts;

    private Replacement(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    @FunctionalInterface
    private interface Part {
        void appendTo(StringBuilder result, Matcher match);
    }

    /**
     * Reads a replacement.
     *
     * @throws ExpressionException if it names a group that the pattern does not have
     */
    static Replacement parse(String text, Pattern pattern) {
        Parser parser = new Parser(text, pattern);
        parser.parse();
        return new Replacement(parser.parts);
    }

    void appendTo(StringBuilder result, Matcher match) {
        for (Part part : parts) {
            part.appendTo(result, match);
        }
    }

    private static final class Parser {
        private final String text;
        private final Pattern pattern;
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder plain = new StringBuilder();
        private int at;

        Parser(String text, Pattern pattern) {
            this.text = text;
            this.pattern = pattern;
        }

        void parse() {
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '$') {
                    flush();
                    group(groupIndex());
                } else if (c == '\\' && at < text.length()) {
                    plain.append(text.charAt(at++));
                } else if (c == '\\') {
                    throw refuse("it ends with a backslash");
                } else {
                    plain.append(c);
                }
            }
            flush();
        }

        private void flush() {
            if (!plain.isEmpty()) {
                String literal = plain.toString();
                parts.add((result, match) -> result.append(literal));
                plain.setLength(0);
            }
        }

        private void group(int index) {
            parts.add((result, match) -> {
                @Nullable String found = match.group(index);
                if (found != null) {
                    result.append(found);
                }
            });
        }

        private int groupIndex() {
            if (at < text.length() && isDigit(text.charAt(at))) {
                return numbered();
            }
            int close = text.startsWith("{", at) ? text.indexOf('}', at) : -1;
            if (close < 0) {
                throw refuse("a $ that begins no group");
            }
            String name = text.substring(at + 1, close);
            at = close + 1;
            Integer index = pattern.namedGroups().get(name);
            if (index == null) {
                throw refuse("there is no group \"" + name + "\"");
            }
            return index;
        }

        /** As many digits as make the number of a group. */
        private int numbered() {
            int index = text.charAt(at++) - '0';
            if (index > pattern.groupCount()) {
                throw refuse("there is no group " + index);
            }
            while (at < text.length() && isDigit(text.charAt(at))) {
                int longer = index * 10 + text.charAt(at) - '0';
                if (longer > pattern.groupCount()) {
                    break;
                }
                index = longer;
                at++;
            }
            return index;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private ExpressionException refuse(String complaint) {
            return new ExpressionException("\"" + text + "\": " + complaint + " in \"" + pattern + "\"" + EXPECTED);
        }
    }
}
