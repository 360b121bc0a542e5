package io.wishbone.cli.bootstrap;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one bootstrap file, with what is secret in it blanked out where it is shown. <em>Confined to the thread
 * that loads the file.</em>
 */
final class FileText {
    private static final int WIDEST = 120;
    private static final Pattern SECRET_LINE = Pattern.compile(
            "(?i)(?:[\\w-]*(?:password|passwd|secret|token|credential|private_key)[\\w-]*)[\"']?\\s*:\\s*([^\\s#].*)");

    private final String name;
    private final int[] codePoints;
    private final BitSet hidden = new BitSet();

    FileText(String name, String text) {
        this.name = name;
        this.codePoints = text.codePoints().toArray();
    }

    String name() {
        return name;
    }

    /** Keeps a part out of everything shown; both ends are indices. */
    void hide(int from, int to) {
        hidden.set(from, Math.max(from, Math.min(to, codePoints.length)));
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
        return new Place(name, line, column, index);
    }

    /** The place of a code point; used where YAML's reader tells no line. */
    Place placeOf(int index) {
        return placeOf(Place.startOf(name), Math.min(index, codePoints.length));
    }

    boolean isAt(int index, String character) {
        return index >= 0 && index < codePoints.length && codePoints[index] == character.codePointAt(0);
    }

    boolean isAtEnd(int index) {
        return index >= codePoints.length;
    }

    /** The line of a place with a caret below. */
    String excerpt(int index) {
        int at = Math.min(index, codePoints.length);
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
}
