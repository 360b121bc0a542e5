package io.wishbone.cli.bootstrap;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a bootstrap file, as it may be shown: what is secret in it is blanked out. <em>Confined to the thread
 * that loads the file.</em>
 */
final class SourceText {
    private static final int WIDEST = 120;
    /** Shorter ones would blank out half of a message; where they stand is blanked out in any case. */
    private static final int SHORTEST_SECRET = 4;

    private static final Pattern SECRET_LINE = Pattern.compile(
            "(?i)(?:[\\w-]*(?:password|passwd|secret|token|credential|private_key)[\\w-]*)[\"']?\\s*:\\s*([^\\s#].*)");

    private final String name;
    private final int[] codePoints;
    private final BitSet hidden = new BitSet();
    private final Set<String> hiddenTexts = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    SourceText(String name, String text) {
        this.name = name;
        this.codePoints = text.codePoints().toArray();
    }

    /** Keeps a part of the file out of everything shown. */
    void hide(Place from, Place to) {
        hidden.set(from.index(), Math.max(from.index(), Math.min(to.index(), codePoints.length)));
    }

    /** Keeps a text, wherever a message may have it from, out of everything shown. */
    void hide(String secret) {
        if (secret.strip().length() >= SHORTEST_SECRET) {
            hiddenTexts.add(secret);
        }
    }

    Set<String> hiddenTexts() {
        return Set.copyOf(hiddenTexts);
    }

    /** The place of a text between two places; the first place if it is not there, as after an escape. */
    Place find(String wanted, Place from, Place to) {
        int[] sought = wanted.codePoints().toArray();
        for (int i = from.index(); i + sought.length <= Math.min(to.index(), codePoints.length); i++) {
            if (matches(sought, i)) {
                return placeOf(from, i);
            }
        }
        return from;
    }

    private boolean matches(int[] sought, int at) {
        for (int i = 0; i < sought.length; i++) {
            if (codePoints[at + i] != sought[i]) {
                return false;
            }
        }
        return true;
    }

    private Place placeOf(Place from, int index) {
        int line = from.line();
        int column = from.column();
        for (int i = from.index(); i < index; i++) {
            boolean breaks = codePoints[i] == '\n';
            line += breaks ? 1 : 0;
            column = breaks ? 1 : column + 1;
        }
        return new Place(line, column, index);
    }

    /** The place of a code point; used where YAML's reader tells no line. */
    Place placeOf(int index) {
        return placeOf(Place.START, Math.min(index, codePoints.length));
    }

    boolean isAt(Place place, String character) {
        return place.index() < codePoints.length && codePoints[place.index()] == character.codePointAt(0);
    }

    boolean isBefore(Place place, String character) {
        return place.index() > 0 && codePoints[place.index() - 1] == character.codePointAt(0);
    }

    boolean isAtEnd(Place place) {
        return place.index() >= codePoints.length;
    }

    void report(Place place, String message) {
        findings.add(new Finding(place, message));
    }

    boolean hasProblems() {
        return !findings.isEmpty();
    }

    /** All problems in file order. Made at the end only, since what is secret may turn out late. */
    List<Problem> problems() {
        return findings.stream()
                .map(found -> new Problem(
                        name,
                        found.place().line(),
                        found.place().column(),
                        mask(found.message()),
                        excerpt(found.place())))
                .sorted(Problem.IN_FILE_ORDER)
                .distinct()
                .toList();
    }

    private String mask(String message) {
        StringBuilder plain = new StringBuilder();
        Secrets.mask(message, hiddenTexts)
                .codePoints()
                .forEach(point -> plain.appendCodePoint(Character.isISOControl(point) ? ' ' : point));
        return plain.toString();
    }

    private String excerpt(Place place) {
        int at = Math.min(place.index(), codePoints.length);
        int begin = at;
        while (begin > 0 && !isBreak(begin - 1)) {
            begin--;
        }
        int end = at;
        while (end < codePoints.length && !isBreak(end)) {
            end++;
        }
        int left = Math.max(begin, at - WIDEST / 2);
        int right = Math.min(end, left + WIDEST);
        return "  " + shown(begin, left, right).stripTrailing() + "\n  " + " ".repeat(at - left) + "^";
    }

    private boolean isBreak(int index) {
        return codePoints[index] == '\n' || codePoints[index] == '\r';
    }

    private String shown(int lineBegin, int left, int right) {
        StringBuilder line = new StringBuilder();
        for (int i = lineBegin; i < right; i++) {
            int point = hidden.get(i) ? '*' : codePoints[i];
            line.appendCodePoint(Character.isISOControl(point) ? ' ' : point);
        }
        Matcher secret = SECRET_LINE.matcher(line);
        if (secret.find()) {
            line.replace(secret.start(1), secret.end(1), "*".repeat(secret.end(1) - secret.start(1)));
        }
        return line.substring(line.offsetByCodePoints(0, left - lineBegin));
    }

    private record Finding(Place place, String message) {}
}
