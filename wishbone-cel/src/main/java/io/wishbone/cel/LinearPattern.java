package io.wishbone.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.wishbone.expression.ExpressionException;
import io.wishbone.expression.TextPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A regular expression of RE2, whose time is linear in the text. <em>Immutable.</em> */
final class LinearPattern implements TextPattern {
    private final Pattern pattern;
    private final List<String> groupNames;

    LinearPattern(Pattern pattern) {
        this.pattern = pattern;
        this.groupNames = pattern.namedGroups().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public List<String> groupNames() {
        return groupNames;
    }

    @Override
    public @Nullable Map<String, String> groups(String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        Map<String, String> groups = new LinkedHashMap<>();
        for (String name : groupNames) {
            @Nullable String found = matcher.group(name);
            if (found != null) {
                groups.put(name, found);
            }
        }
        return groups;
    }

    @Override
    public UnaryOperator<String> replacing(String replacement) {
        Replacement parts = Replacement.parse(replacement, pattern);
        return text -> replaceAll(text, parts);
    }

    private String replaceAll(String text, Replacement replacement) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        int from = 0;
        do {
            result.append(text, from, matcher.start());
            replacement.appendTo(result, matcher);
            from = matcher.end();
            Limits.checkLength(result.length(), "characters");
        } while (matcher.find());
        return result.append(text, from, text.length()).toString();
    }

    /**
     * Compiles a regular expression.
     *
     * @throws ExpressionException if it is none, or too large
     */
    static LinearPattern compile(String source) {
        try {
            return new LinearPattern(Regexes.compile(source));
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
