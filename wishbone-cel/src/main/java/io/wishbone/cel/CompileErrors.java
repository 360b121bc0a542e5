package io.wishbone.cel;

import dev.cel.common.CelIssue;
import io.wishbone.expression.ExpressionException;
import io.wishbone.module.NearestName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with an expression, where, and what would be right. <em>Immutable.</em> */
final class CompileErrors {
    private static final int LONGEST = 300;
    private static final String EXPECTED = "an expression such as data.status >= 500";
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern OVERLOAD = Pattern.compile(
            "found no matching overload for '([^']*)' applied to '([^']*)' \\(candidates: (.*)\\)", Pattern.DOTALL);
    private static final Pattern WORD =
            Pattern.compile("([A-Za-z_][\\w.]*)\\s*\\.\\s*(" + String.join("|", Names.WORDS) + ")(?!\\w)");
    private static final Map<Pattern, String> FOREIGN = foreign();

    private final Set<String> functions;

    /** What other languages write, and how it is written here. */
    private static Map<Pattern, String> foreign() {
        Map<Pattern, String> words = new LinkedHashMap<>();
        words.put(Pattern.compile("=>"), ">=");
        words.put(Pattern.compile("=<"), "<=");
        words.put(Pattern.compile("<>"), "!=");
        words.put(Pattern.compile("(?<![=!<>])=(?!=)"), "==");
        words.put(Pattern.compile("(?<![\\w.])and(?!\\w)"), "&&");
        words.put(Pattern.compile("(?<![\\w.])or(?!\\w)"), "||");
        words.put(Pattern.compile("(?<![\\w.])not(?!\\w)"), "!");
        return words;
    }

    CompileErrors(Set<String> ownFunctions) {
        Set<String> all = new HashSet<>(StandardNames.FUNCTIONS);
        all.addAll(ownFunctions);
        this.functions = Set.copyOf(all);
    }

    /** The exception for what the compiler found. */
    ExpressionException of(String source, Collection<CelIssue> issues) {
        // A name that is not known makes further errors, also before it.
        CelIssue first = issues.stream()
                .min(Comparator.comparing((CelIssue issue) ->
                                !UNDECLARED.matcher(issue.getMessage()).matches())
                        .thenComparing(CelIssue::getSourceLocation))
                .orElseThrow(() -> new IllegalArgumentException("no issues"));
        String message = first.getMessage();
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            return undeclared(source, first, undeclared.group(1));
        }
        Matcher overload = OVERLOAD.matcher(message);
        return overload.matches() ? at(source, first, overload(overload)) : syntax(source, first);
    }

    private static ExpressionException syntax(String source, CelIssue issue) {
        String blank = blankStrings(source);
        Matcher word = WORD.matcher(blank);
        if (word.find()) {
            String path = word.group(1) + "[\"" + word.group(2) + "\"]";
            return at(
                    source,
                    word.start(2),
                    "\"" + word.group(2) + "\" is a word of the language (expected: " + path + ")");
        }
        for (Map.Entry<Pattern, String> foreign : FOREIGN.entrySet()) {
            Matcher matcher = foreign.getKey().matcher(blank);
            if (matcher.find()) {
                return at(
                        source, matcher.start(), "\"" + matcher.group() + "\" (expected: " + foreign.getValue() + ")");
            }
        }
        // The parser lists dozens of tokens that could follow.
        String message = issue.getMessage();
        int list = message.indexOf(" expecting {");
        String shown =
                message.contains("'<EOF>'") ? "it ends too early" : list < 0 ? message : message.substring(0, list);
        return at(source, issue, cut(shown) + " (expected: " + EXPECTED + ")");
    }

    private static ExpressionException at(String source, CelIssue issue, String complaint) {
        int line = issue.getSourceLocation().getLine();
        int column = issue.getSourceLocation().getColumn() + 1;
        String where = line < 1 ? "" : ", " + place(source.contains("\n") ? line : 0, column);
        return new ExpressionException(quote(source) + where + ": " + complaint);
    }

    private static ExpressionException at(String source, int index, String complaint) {
        return new ExpressionException(quote(source) + ", " + place(source, index) + ": " + complaint);
    }

    private static String place(String source, int index) {
        int line =
                (int) source.substring(0, index).chars().filter(c -> c == '\n').count() + 1;
        int column = index - source.lastIndexOf('\n', index - 1);
        return place(source.contains("\n") ? line : 0, column);
    }

    private static String place(int line, int column) {
        return (line == 0 ? "" : "line " + line + ", ") + "column " + column;
    }

    private ExpressionException undeclared(String source, CelIssue issue, String name) {
        String blank = blankStrings(source);
        Matcher call =
                Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "\\s*\\(").matcher(blank);
        if (call.find()) {
            return at(source, call.start(), unknownFunction(name));
        }
        Matcher dashed = Pattern.compile("[\\w-]*\\w-" + Pattern.quote(name) + "(?!\\w)[\\w-]*")
                .matcher(blank);
        String hint = dashed.find()
                ? "; a name with a dash is written [\"" + dashed.group() + "\"]"
                : meant(name, StandardNames.VARIABLES);
        return at(
                source,
                issue,
                "there is no variable \"" + name + "\" (expected: data, env, header or module" + hint + ")");
    }

    private String unknownFunction(String name) {
        return functions.contains(name)
                ? "\"" + name + "\" takes other arguments (expected: see the table of functions)"
                : "there is no function \"" + name + "\" (expected: a function of the language" + meant(name, functions)
                        + ")";
    }

    private static String meant(String name, Set<String> known) {
        return NearestName.find(name, List.copyOf(known).stream().sorted().toList())
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElse("");
    }

    private static String overload(Matcher overload) {
        String expected = overload.group(3)
                .replace("google.protobuf.", "")
                .replace("%A0", "T")
                .replace("),(", "), (");
        return Names.ofFunction(overload.group(1)) + " does not take " + overload.group(2) + " (expected: "
                + cut(expected) + ")";
    }

    /** The source with the same length, its strings blank, so that nothing is found in them. */
    private static String blankStrings(String source) {
        StringBuilder blank = new StringBuilder(source);
        char quote = 0;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (quote == 0) {
                quote = c == '"' || c == '\'' ? c : 0;
            } else if (c == '\\') {
                blank.setCharAt(i, ' ');
                i++;
            } else if (c == quote) {
                quote = 0;
            } else {
                blank.setCharAt(i, ' ');
            }
        }
        return blank.toString();
    }

    private static String quote(String source) {
        return "\"" + cut(source) + "\"";
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }
}
