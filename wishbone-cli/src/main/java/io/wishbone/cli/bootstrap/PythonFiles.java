package io.wishbone.cli.bootstrap;

import io.wishbone.cli.python.NativeKinds;
import io.wishbone.cli.python.Note;
import io.wishbone.cli.python.PythonFile;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Has files of Python's Wishbone translated before they are read. <em>Confined to the thread that loads the files.</em>
 */
final class PythonFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PythonFiles.class);

    private final SourceText source;
    private final PythonFile translator;
    private boolean hasLosses;

    PythonFiles(SourceText source, Catalog catalog) {
        this.source = source;
        this.translator = new PythonFile(new NativeKinds() {
            @Override
            public boolean has(String name) {
                return catalog.find(name).isPresent();
            }

            @Override
            public boolean takes(String name, String argument) {
                return catalog.find(name)
                        .filter(type -> type.argument(argument).isPresent())
                        .isPresent();
            }
        });
    }

    /**
     * Files as this Wishbone reads them; those that are its own as they are.
     *
     * @return nothing if something was not carried over that matters, which is reported
     */
    Optional<List<Node>> translate(List<Node> roots) {
        List<Node> translated = roots.stream().map(this::translate).toList();
        return hasLosses ? Optional.empty() : Optional.of(translated);
    }

    private Node translate(Node root) {
        if (!translator.isOne(root)) {
            return root;
        }
        PythonFile.Translation translation = translator.translate(root);
        translation.notes().forEach(this::tell);
        return translation.root();
    }

    private void tell(Note note) {
        Place place = Place.of(note.node());
        if (note.isLoss()) {
            hasLosses = true;
            source.report(place, note.message());
        } else {
            LOG.info("{}:{}:{}: {}", place.file(), place.line(), place.column(), note.message());
        }
    }

    /** A file's translation, whatever kind of file it is. */
    PythonFile.Translation translationOf(Node root) {
        return translator.translate(root);
    }
}
