package io.wishbone.module;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody may have meant by a name that does not exist. */
public final class NearestName {
    private static final int MOST_LISTED = 20;

    private NearestName() {}

    /** The known name that differs least, if one differs in no more than half of the letters. */
    public static Optional<String> find(String wrong, Collection<String> known) {
        Optional<String> nearest = Optional.empty();
        int best = Math.max(1, wrong.length() / 2) + 1;
        for (String candidate : known) {
            int distance = distance(wrong.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < best) {
                best = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** A hint to append to a message: the nearest known name, else all of them. */
    public static String hint(String wrong, Collection<String> known) {
        if (known.isEmpty()) {
            return " (there is none)";
        }
        return find(wrong, known)
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElseGet(() -> known.stream()
                        .sorted()
                        .limit(MOST_LISTED)
                        .collect(Collectors.joining("\", \"", " (known: \"", "\")")));
    }

    /** Levenshtein's edit distance, with neighbours exchanged counting one. */
    private static int distance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : step(table, a, b, i, j);
            }
        }
        return table[a.length()][b.length()];
    }

    private static int step(int[][] table, String a, String b, int i, int j) {
        int substitute = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(substitute, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        boolean exchanged = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return exchanged ? Math.min(least, table[i - 2][j - 2] + 1) : least;
    }
}
