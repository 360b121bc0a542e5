package io.wishbone.module.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads and writes paths such as {@code data.user["full.name"]}. */
final class FieldPath {
    /** What a path may be, for messages. */
    static final String EXPECTED = "data, data.key, data[\"a.key\"] or header.module.key";

    /** What a path within the data or the header may be, for messages. */
    static final String WITHIN = "data.key, data[\"a.key\"] or header.module.key";

    private static final Set<String> ROOTS = Set.of("data", "header");
    private static final Pattern PLAIN = Pattern.compile("[^.\\[\\]\"']+");

    private FieldPath() {}

    /**
     * The steps of a path, {@code data} or {@code header} the first.
     *
     * @throws IllegalArgumentException if it is no path
     */
    static List<String> parse(String path) {
        List<String> steps = new ArrayList<>();
        int at = 0;
        while (at < path.length()) {
            at = step(path, at, steps);
        }
        boolean begins = !steps.isEmpty() && ROOTS.contains(steps.get(0));
        if (!begins || (steps.get(0).equals("header") && steps.size() < 3)) {
            throw refuse(path);
        }
        return steps;
    }

    private static int step(String path, int at, List<String> steps) {
        if (path.charAt(at) == '[' && at > 0) {
            return quoted(path, at, steps);
        }
        int from = at == 0 ? 0 : at + 1;
        int end = from;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        String name = path.substring(Math.min(from, end), end);
        boolean follows = at == 0 || path.charAt(at) == '.';
        if (!follows || !PLAIN.matcher(name).matches()) {
            throw refuse(path);
        }
        steps.add(name);
        return end;
    }

    private static int quoted(String path, int open, List<String> steps) {
        char quote = open + 1 < path.length() ? path.charAt(open + 1) : ' ';
        int close = path.indexOf(quote + "]", open + 2);
        boolean isQuoted = quote == '"' || quote == '\'';
        if (!isQuoted || close < 0) {
            throw refuse(path);
        }
        steps.add(path.substring(open + 2, close));
        return close + 2;
    }

    private static IllegalArgumentException refuse(String path) {
        return new IllegalArgumentException("field: \"" + path + "\" (expected: " + EXPECTED + ")");
    }

    /** A path, as {@link #parse} reads it. */
    static String write(String root, List<String> steps) {
        StringBuilder path = new StringBuilder(root);
        for (String step : steps) {
            if (PLAIN.matcher(step).matches()) {
                path.append('.').append(step);
            } else {
                path.append("[\"").append(step).append("\"]");
            }
        }
        return path.toString();
    }
}
