package io.wishbone.cli.python;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes patterns of {@code java.time} of the formats of Python's Arrow. */
final class TimePattern {
    private static final Pattern PIECE = Pattern.compile(
            "\\[(?<escaped>[^\\]]*)\\]|(?<token>YYYY|YY|MM?M?M?|DD?D?D?|d?d?d?d|HH?|hh?|mm?|ss?|S+|ZZ?Z?|A|a|X|W)"
                    + "|(?<letters>[A-Za-z]+)|(?<other>[^A-Za-z\\[]+|\\[)");
    private static final Map<String, String> TOKENS = Map.ofEntries(
            Map.entry("YYYY", "yyyy"),
            Map.entry("YY", "yy"),
            Map.entry("MMMM", "MMMM"),
            Map.entry("MMM", "MMM"),
            Map.entry("MM", "MM"),
            Map.entry("M", "M"),
            Map.entry("DDDD", "DDD"),
            Map.entry("DDD", "D"),
            Map.entry("DD", "dd"),
            Map.entry("D", "d"),
            Map.entry("dddd", "EEEE"),
            Map.entry("ddd", "EEE"),
            Map.entry("HH", "HH"),
            Map.entry("H", "H"),
            Map.entry("hh", "hh"),
            Map.entry("h", "h"),
            Map.entry("mm", "mm"),
            Map.entry("m", "m"),
            Map.entry("ss", "ss"),
            Map.entry("s", "s"),
            Map.entry("ZZ", "xxx"),
            Map.entry("Z", "xx"),
            Map.entry("A", "a"));

    private TimePattern() {}

    /** The pattern of a format such as {@code YYYY-MM-DD HH:mm:ss}. */
    static String of(String format) throws UntranslatableException {
        StringBuilder pattern = new StringBuilder();
        Matcher matcher = PIECE.matcher(format);
        while (matcher.find()) {
            String token = matcher.group("token");
            if (token != null) {
                pattern.append(token(token));
            } else if (matcher.group("escaped") != null) {
                pattern.append(literal(matcher.group("escaped")));
            } else if (matcher.group("letters") != null) {
                pattern.append(literal(matcher.group()));
            } else {
                pattern.append(other(matcher.group()));
            }
        }
        return pattern.toString();
    }

    private static String token(String token) throws UntranslatableException {
        String own = token.startsWith("S") ? token : TOKENS.get(token);
        if (own == null) {
            throw new UntranslatableException("the token \"" + token + "\" of a format of times has no equal here");
        }
        return own;
    }

    private static String other(String text) {
        // Signs that mean something in a pattern.
        return text.matches("[-/:., +_]*") ? text : literal(text);
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
