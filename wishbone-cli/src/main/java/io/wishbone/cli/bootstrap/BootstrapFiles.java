package io.wishbone.cli.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Finds and parses the bootstrap files that are read together. <em>Confined to the thread that loads the files.</em>
 */
final class BootstrapFiles {
    private static final int MOST_FILES = 1000;
    private static final int MOST_ALIASES = 1000;

    private final SourceText source;

    BootstrapFiles(SourceText source) {
        this.source = source;
    }

    /**
     * The root nodes of files and of all files in directories; what is wrong is reported.
     *
     * @return nothing if one of them cannot be parsed, since what the others mean may depend on it
     */
    Optional<List<Node>> parse(List<Path> paths) {
        List<Node> roots = new ArrayList<>();
        Map<String, String> texts = new LinkedHashMap<>();
        List<Path> files = files(paths);
        for (Path file : files) {
            try {
                texts.put(file.toString(), BootstrapText.read(file));
            } catch (BootstrapException e) {
                source.addUnreadable(e.problems());
            }
        }
        texts.forEach(source::add);
        texts.forEach((file, text) -> compose(file, text).ifPresent(roots::add));
        return roots.isEmpty() || roots.size() < files.size() ? Optional.empty() : Optional.of(roots);
    }

    private List<Path> files(List<Path> paths) {
        // A file that is named twice, as by itself and by its directory, is read once.
        Map<Path, Path> files = new LinkedHashMap<>();
        for (Path path : paths) {
            List<Path> named = Files.isDirectory(path) ? in(path) : List.of(path);
            named.forEach(file -> files.putIfAbsent(file.toAbsolutePath().normalize(), file));
        }
        return List.copyOf(files.values());
    }

    private List<Path> in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .filter(file -> !Files.isDirectory(file))
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
            if (found.isEmpty()) {
                unreadable(directory, "is a directory without bootstrap files (expected: *.yaml or *.yml in it)");
            } else if (found.size() > MOST_FILES) {
                unreadable(directory, "has too many files (expected: up to " + MOST_FILES + ")");
                return List.of();
            }
            return found;
        } catch (IOException e) {
            unreadable(directory, "cannot be listed: " + e.getMessage());
            return List.of();
        }
    }

    private void unreadable(Path path, String message) {
        source.addUnreadable(List.of(Problem.ofFile(path.toString(), message)));
    }

    private Optional<Node> compose(String file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new Schema())
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            root.ifPresent(new MergeKeys(source)::resolve);
            return root;
        } catch (MarkedYamlEngineException e) {
            reportSyntax(e);
        } catch (ReaderException e) {
            source.report(
                    source.placeOf(file, e.getPosition()),
                    String.format(
                            Locale.ROOT,
                            "not text: it has the character U+%04X, which YAML does not allow",
                            e.getCodePoint()));
        } catch (YamlEngineException e) {
            source.report(Place.startOf(file), "not valid YAML: " + e.getMessage());
        } catch (ValueReader.TooMuch e) {
            source.report(e.place(), String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            // YAML's parser calls itself for each level.
            source.report(Place.startOf(file), "lists and maps are nested too deeply");
        }
        return Optional.empty();
    }

    private void reportSyntax(MarkedYamlEngineException e) {
        Place place = Place.of(e.getProblemMark());
        if (source.isAtEnd(place)) {
            // What is not closed is more telling than where it should have been.
            place = Place.of(e.getContextMark().or(e::getProblemMark));
        }
        if (source.isAt(place, "\t")) {
            source.report(place, "a tab character cannot indent (expected: spaces)");
        } else if (source.isBefore(place, "$") && source.isAt(place, "{")) {
            source.report(place, "within {...} and [...], \"${...}\" needs quotes around it");
        } else {
            source.report(place, "not valid YAML: " + complaint(e));
        }
    }

    private static String complaint(MarkedYamlEngineException e) {
        String context = e.getContext();
        return context == null || context.isBlank() ? e.getProblem() : context + ", " + e.getProblem();
    }

    /** YAML's core schema, with merges left to {@link MergeKeys}, which bounds them and goes on after a mistake. */
    private static final class Schema extends CoreSchema {
        @Override
        public ScalarResolver getScalarResolver() {
            ScalarResolver resolver = super.getScalarResolver();
            return (value, isImplicit) -> {
                Tag tag = resolver.resolve(value, isImplicit);
                return tag.equals(Tag.MERGE) ? Tag.STR : tag;
            };
        }
    }
}
