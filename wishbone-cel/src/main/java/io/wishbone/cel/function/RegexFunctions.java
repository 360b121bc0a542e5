package io.wishbone.cel.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.wishbone.cel.Regexes;
import io.wishbone.expression.ExpressionFunction;
import io.wishbone.expression.ExpressionFunctions;
import io.wishbone.expression.ExpressionType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Regular expressions of RE2, whose time is linear in the text. <em>Thread-safe.</em> */
public final class RegexFunctions implements ExpressionFunctions {
    private static final int LONGEST = 16 << 20;

    /** For {@link java.util.ServiceLoader}. */
    public RegexFunctions() {}

    @Override
    public List<ExpressionFunction> functions() {
        return List.of(
                ExpressionFunction.builder("regex_extract")
                        .takes(ExpressionType.STRING, ExpressionType.STRING)
                        .gives(ExpressionType.STRING)
                        .meaning(
                                "what the first group of a regular expression matches, or all that it matches if it has"
                                        + " no group; empty if it matches nothing")
                        .calls(arguments -> extract((String) arguments[0], (String) arguments[1])),
                ExpressionFunction.builder("regex_groups")
                        .takes(ExpressionType.STRING, ExpressionType.STRING)
                        .gives(ExpressionType.MAP)
                        .meaning("what the named groups, such as `(?P<user>\\w+)`, of a regular expression match, by"
                                + " name; empty if it matches nothing")
                        .calls(arguments -> groups((String) arguments[0], (String) arguments[1])),
                ExpressionFunction.builder("regex_replace")
                        .takes(ExpressionType.STRING, ExpressionType.STRING, ExpressionType.STRING)
                        .gives(ExpressionType.STRING)
                        .meaning("the text with each match of a regular expression replaced; `$1` in the replacement is"
                                + " the first group, `\\$` a dollar sign")
                        .calls(arguments ->
                                replace((String) arguments[0], (String) arguments[1], (String) arguments[2])));
    }

    private static String extract(String text, String regex) {
        Matcher matcher = Regexes.compile(regex).matcher(text);
        if (!matcher.find()) {
            return "";
        }
        @Nullable String found = matcher.group(Math.min(1, matcher.groupCount()));
        return found == null ? "" : found;
    }

    private static Map<String, Object> groups(String text, String regex) {
        Pattern pattern = Regexes.compile(regex);
        Matcher matcher = pattern.matcher(text);
        Map<String, Object> groups = new LinkedHashMap<>();
        if (matcher.find()) {
            pattern.namedGroups().keySet().stream().sorted().forEach(name -> {
                @Nullable String found = matcher.group(name);
                if (found != null) {
                    groups.put(name, found);
                }
            });
        }
        return groups;
    }

    private static String replace(String text, String regex, String replacement) {
        Matcher matcher = Regexes.compile(regex).matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(result, replacement);
            if (result.length() > LONGEST) {
                throw new IllegalArgumentException("the result is longer than " + LONGEST + " characters");
            }
        }
        return matcher.appendTail(result).toString();
    }
}
