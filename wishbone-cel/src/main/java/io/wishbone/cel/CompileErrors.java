package io.wishbone.cel;

import dev.cel.common.CelIssue;
import io.wishbone.expression.ExpressionException;
import io.wishbone.module.NearestName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
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
    private static final Pattern OPERATOR = Pattern.compile("[@!_-]*?([^_@]+)_?.*");

    private final Set<String> functions;

    CompileErrors(Set<String> ownFunctions) {
        Set<String> all = new HashSet<>(StandardNames.FUNCTIONS);
        all.addAll(ownFunctions);
        this.functions = Set.copyOf(all);
    }

    /** The exception for what the compiler found. */
    ExpressionException of(String source, Collection<CelIssue> issues) {
        CelIssue first = issues.stream()
                .min(Comparator.comparing(CelIssue::getSourceLocation))
                .orElseThrow(() -> new IllegalArgumentException("no issues"));
        String message = first.getMessage();
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            return at(source, first, undeclared(source, undeclared.group(1)));
        }
        Matcher overload = OVERLOAD.matcher(message);
        if (overload.matches()) {
            return at(source, first, overload(overload));
        }
        Matcher word = WORD.matcher(blankStrings(source));
        if (word.find()) {
            String path = word.group(1) + "[\"" + word.group(2) + "\"]";
            return new ExpressionException(quote(source) + ", " + place(source, word.start(2)) + ": \"" + word.group(2)
                    + "\" is a word of the language (expected: " + path + ")");
        }
        return at(source, first, syntax(message));
    }

    private static ExpressionException at(String source, CelIssue issue, String complaint) {
        int line = issue.getSourceLocation().getLine();
        int column = issue.getSourceLocation().getColumn() + 1;
        String where = line < 1 ? "" : ", " + place(source.contains("\n") ? line : 0, column);
        return new ExpressionException(quote(source) + where + ": " + complaint);
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

    private String undeclared(String source, String name) {
        boolean isFunction = Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "\\s*\\(")
                .matcher(blankStrings(source))
                .find();
        if (isFunction) {
            return "there is no function \"" + name + "\" (expected: a function of the language"
                    + meant(name, functions) + ")";
        }
        Matcher dashed = Pattern.compile("[\\w-]*\\w-" + Pattern.quote(name) + "(?!\\w)[\\w-]*")
                .matcher(blankStrings(source));
        String dash = dashed.find() ? "; a name with a dash is written [\"" + dashed.group() + "\"]" : "";
        return "there is no variable \"" + name + "\" (expected: data, env, header or module"
                + (dash.isEmpty() ? meant(name, StandardNames.VARIABLES) : dash) + ")";
    }

    private static String meant(String name, Set<String> known) {
        return NearestName.find(name, List.copyOf(known).stream().sorted().toList())
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElse("");
    }

    private static String overload(Matcher overload) {
        String name = overload.group(1);
        Matcher operator = OPERATOR.matcher(name);
        String shown = !Character.isLetter(name.charAt(0)) && operator.matches() ? operator.group(1) : name;
        return shown + " does not take " + overload.group(2) + " (expected: " + cut(overload.group(3)) + ")";
    }

    private static String syntax(String message) {
        // The parser lists dozens of tokens that could follow.
        int list = message.indexOf(" expecting {");
        return cut(list < 0 ? message : message.substring(0, list)) + " (expected: " + EXPECTED + ")";
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
