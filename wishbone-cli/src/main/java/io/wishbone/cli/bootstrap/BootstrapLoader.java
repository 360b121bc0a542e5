package io.wishbone.cli.bootstrap;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads bootstrap files. <em>Immutable.</em> It gathers everything that is wrong with a file before it gives up on it.
 */
public final class BootstrapLoader {
    private static final String MODULES = "modules";
    private static final String PROTOCOLS = "protocols";
    private static final String ROUTINGTABLE = "routingtable";
    private static final String SETTINGS = "settings";
    private static final Set<String> KEYS = new TreeSet<>(Set.of(MODULES, PROTOCOLS, ROUTINGTABLE, SETTINGS));
    private static final int MOST_ALIASES = 1000;

    private final Catalog catalog;
    private final Function<String, @Nullable String> environment;
    private final Set<String> variables;

    private BootstrapLoader(Catalog catalog, Function<String, @Nullable String> environment, Set<String> variables) {
        this.catalog = catalog;
        this.environment = environment;
        this.variables = variables;
    }

    /** A loader that substitutes from the process's environment. */
    public static BootstrapLoader create(Catalog catalog) {
        return create(catalog, System.getenv());
    }

    /** A loader that substitutes from these variables. */
    public static BootstrapLoader create(Catalog catalog, Map<String, String> variables) {
        Map<String, String> copy = Map.copyOf(variables);
        return new BootstrapLoader(catalog, copy::get, copy.keySet());
    }

    /**
     * Reads a file.
     *
     * @throws BootstrapException if it has problems; it names all of them
     */
    public Bootstrap load(Path file) throws BootstrapException {
        String text = BootstrapText.read(file);
        SourceText source = new SourceText(file.toString(), text);
        Path base = file.toAbsolutePath().getParent();
        Substitution substitution = new Substitution(environment, variables, base == null ? Path.of("") : base);
        ValueReader values = new ValueReader(source, substitution);
        Optional<Bootstrap> bootstrap = Optional.empty();
        try {
            bootstrap = compose(file.toString(), text, source).flatMap(root -> read(file, root, source, values));
        } catch (ValueReader.TooMuch e) {
            source.report(e.place(), String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            // YAML's parser calls itself for each level.
            source.report(Place.START, "lists and maps are nested too deeply");
        }
        if (source.hasProblems() || bootstrap.isEmpty()) {
            throw new BootstrapException(source.problems());
        }
        return bootstrap.get();
    }

    private static Optional<Node> compose(String name, String text, SourceText source) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new CoreSchema())
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            reportSyntax(e, source);
        } catch (ReaderException e) {
            source.report(
                    source.placeOf(e.getPosition()),
                    String.format(
                            Locale.ROOT,
                            "not text: it has the character U+%04X, which YAML does not allow",
                            e.getCodePoint()));
        } catch (YamlEngineException e) {
            source.report(Place.START, "not valid YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static void reportSyntax(MarkedYamlEngineException e, SourceText source) {
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

    private Optional<Bootstrap> read(Path file, Node root, SourceText source, ValueReader values) {
        if (!(root instanceof MappingNode mapping)) {
            source.report(
                    Place.of(root),
                    "no bootstrap file (expected: a map with the keys modules, routingtable and settings)");
            return Optional.empty();
        }
        Map<String, NodeTuple> entries = values.entries(mapping, "the file");
        entries.forEach((key, tuple) -> {
            if (!KEYS.contains(key)) {
                source.report(
                        Place.of(tuple.getKeyNode()), "unknown key " + Wording.quote(key) + Wording.hint(key, KEYS));
            }
        });
        ArgumentChecks checks = new ArgumentChecks(source, values);
        Settings settings = given(entries, SETTINGS)
                .map(new SettingsSection(source, checks)::read)
                .orElseGet(SettingsSection::defaults);
        ProtocolSection protocols = new ProtocolSection(source, values, checks);
        given(entries, PROTOCOLS).ifPresent(protocols::read);
        if (!entries.containsKey(MODULES)) {
            source.report(Place.of(root), "the key \"modules\" is missing (expected: at least one module)");
        }
        NodeTuple modulesGiven = entries.get(MODULES);
        List<ModuleSection.Found> modules = modulesGiven == null
                ? List.of()
                : new ModuleSection(source, values, checks, catalog, protocols).read(modulesGiven.getValueNode());
        List<Bootstrap.Route> routes = given(entries, ROUTINGTABLE)
                .map(new RouteSection(source, values, modules)::read)
                .orElse(List.of());
        List<Bootstrap.ModuleSpec> specs =
                modules.stream().flatMap(found -> found.spec().stream()).toList();
        return Optional.of(new Bootstrap(file.toString(), specs, routes, settings, source.hiddenTexts()));
    }

    /** A section that is there and not left empty. */
    private static Optional<Node> given(Map<String, NodeTuple> entries, String key) {
        return Optional.ofNullable(entries.get(key))
                .map(NodeTuple::getValueNode)
                .filter(node -> !node.getTag().equals(Tag.NULL));
    }
}
