package io.wishbone.cli.bootstrap;

import io.wishbone.cli.python.Note;
import io.wishbone.cli.python.PythonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A bootstrap file of Python's Wishbone as one of this. <em>Immutable.</em>
 *
 * @param text the file to use in its place
 * @param notes what was not carried over, at its place in the old file, in file order; what does no harm begins with
 *     {@code note: }
 * @param isComplete whether the new file is valid and does what the old one did
 */
public record BootstrapImport(String text, List<Problem> notes, boolean isComplete) {
    private static final String HARMLESS = "note: ";

    public BootstrapImport {
        notes = List.copyOf(notes);
    }

    /**
     * Translates a file, whatever it looks like.
     *
     * @throws BootstrapException if it cannot be read, or is no YAML
     */
    public static BootstrapImport of(Path file, Catalog catalog) throws BootstrapException {
        if (Files.isDirectory(file)) {
            throw new BootstrapException(List.of(
                    Problem.ofFile(file.toString(), "is a directory (expected: a file; import each by itself)")));
        }
        SourceText source = new SourceText();
        List<Node> roots = new BootstrapFiles(source).parse(List.of(file)).orElse(List.of());
        if (roots.isEmpty() || source.hasProblems()) {
            throw new BootstrapException(source.problems());
        }
        PythonFile.Translation translation = new PythonFiles(source, catalog).translationOf(roots.get(0));
        List<NativeText.Remark> remarks = new ArrayList<>();
        boolean isComplete = true;
        for (Note note : inOrder(translation.notes())) {
            Place place = Place.of(note.node());
            isComplete &= !note.isLoss();
            source.report(place, (note.isLoss() ? "" : HARMLESS) + note.message());
            remarks.add(new NativeText.Remark(place.line(), note.message()));
        }
        if (isComplete) {
            // Mistakes that it has in any language are told at their places in the old file.
            int told = source.problems().size();
            BootstrapLoader.create(catalog).check(file.toString(), translation.root(), source);
            isComplete = source.problems().size() == told;
        }
        String text = NativeText.write(translation.root(), remarks);
        return new BootstrapImport(text, source.problems(), isComplete);
    }

    private static List<Note> inOrder(List<Note> notes) {
        return notes.stream()
                .sorted(Comparator.comparingInt(note -> Place.of(note.node()).index()))
                .toList();
    }
}
