package io.wishbone.cli.bootstrap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The texts of the bootstrap files that are read together, what is secret in them, and what is wrong with them.
 * <em>Confined to the thread that loads the files.</em>
 */
final class SourceText {
    /** Shorter ones would blank out half of a message; where they stand is blanked out in any case. */
    private static final int SHORTEST_SECRET = 4;

    private final Map<String, FileText> files = new LinkedHashMap<>();
    private final Set<String> hiddenTexts = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Problem> unreadable = new ArrayList<>();

    void add(String file, String text) {
        files.put(file, new FileText(file, text));
    }

    /** Takes what is wrong with files that have no text. */
    void addUnreadable(List<Problem> problems) {
        unreadable.addAll(problems);
    }

    private FileText at(Place place) {
        FileText file = files.get(place.file());
        return file == null ? files.values().iterator().next() : file;
    }

    /** Keeps a part of a file out of everything shown. */
    void hide(Place from, Place to) {
        at(from).hide(from.index(), to.index());
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
        return at(from).find(wanted, from, to);
    }

    /** The place of a code point; used where YAML's reader tells no line. */
    Place placeOf(String file, int index) {
        return at(Place.startOf(file)).placeOf(index);
    }

    boolean isAt(Place place, String character) {
        return at(place).isAt(place.index(), character);
    }

    boolean isBefore(Place place, String character) {
        return at(place).isAt(place.index() - 1, character);
    }

    boolean isAtEnd(Place place) {
        return at(place).isAtEnd(place.index());
    }

    void report(Place place, String message) {
        findings.add(new Finding(place, message));
    }

    boolean hasProblems() {
        return !findings.isEmpty() || !unreadable.isEmpty();
    }

    /** All problems in file order. Made at the end only, since what is secret may turn out late. */
    List<Problem> problems() {
        Stream<Problem> found = files.values().stream().flatMap(this::problemsOf);
        return Stream.concat(unreadable.stream(), found).toList();
    }

    private Stream<Problem> problemsOf(FileText file) {
        return findings.stream()
                .filter(finding -> at(finding.place()) == file)
                .map(finding -> new Problem(
                        file.name(),
                        finding.place().line(),
                        finding.place().column(),
                        mask(finding.message()),
                        file.excerpt(finding.place().index())))
                .sorted(Problem.IN_FILE_ORDER)
                .distinct();
    }

    private String mask(String message) {
        StringBuilder plain = new StringBuilder();
        Secrets.mask(message, hiddenTexts)
                .codePoints()
                .forEach(point -> plain.appendCodePoint(Character.isISOControl(point) ? ' ' : point));
        return plain.toString();
    }

    private record Finding(Place place, String message) {}
}
