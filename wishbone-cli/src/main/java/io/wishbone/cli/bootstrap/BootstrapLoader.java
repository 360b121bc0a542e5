package io.wishbone.cli.bootstrap;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads bootstrap files. <em>Immutable.</em> It gathers everything that is wrong with a file before it gives up on it.
 */
public final class BootstrapLoader {
    private final Catalog catalog;
    private final Function<String, @Nullable String> environment;
    private final Set<String> variables;
    private final Instances instances;

    private BootstrapLoader(
            Catalog catalog,
            Function<String, @Nullable String> environment,
            Set<String> variables,
            Instances instances) {
        this.catalog = catalog;
        this.environment = environment;
        this.variables = variables;
        this.instances = instances;
    }

    /** A loader that substitutes from the process's environment; of several instances it is the first. */
    public static BootstrapLoader create(Catalog catalog) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.putIfAbsent(Instances.VARIABLE, Integer.toString(Instances.ONE.number()));
        return create(catalog, variables);
    }

    /** A loader that substitutes from these variables. */
    public static BootstrapLoader create(Catalog catalog, Map<String, String> variables) {
        Map<String, String> copy = Map.copyOf(variables);
        return new BootstrapLoader(catalog, copy::get, copy.keySet(), Instances.ONE);
    }

    /** The same for one of several instances: the variable {@link Instances#VARIABLE} has its number. */
    public BootstrapLoader forInstance(Instances one) {
        Set<String> names = new HashSet<>(variables);
        names.add(Instances.VARIABLE);
        String number = Integer.toString(one.number());
        return new BootstrapLoader(
                catalog, name -> name.equals(Instances.VARIABLE) ? number : environment.apply(name), names, one);
    }

    /**
     * Reads a file, or all {@code *.yaml} and {@code *.yml} of a directory.
     *
     * @throws BootstrapException if it has problems; it names all of them
     */
    public Bootstrap load(Path file) throws BootstrapException {
        return load(List.of(file));
    }

    /**
     * Reads several files as if they were one: their modules, protocols, connections and settings together. A directory
     * stands for all {@code *.yaml} and {@code *.yml} in it, in the order of their names.
     *
     * @param paths files and directories, at least one
     * @throws BootstrapException if they have problems, such as a name that two of them define; it names all of them
     */
    public Bootstrap load(List<Path> paths) throws BootstrapException {
        SourceText source = new SourceText();
        String name = paths.stream().map(Path::toString).collect(Collectors.joining(", "));
        Optional<Bootstrap> bootstrap =
                new BootstrapFiles(source).parse(paths).flatMap(roots -> readTranslated(name, roots, source));
        if (source.hasProblems() || bootstrap.isEmpty()) {
            throw new BootstrapException(source.problems());
        }
        return bootstrap.get();
    }

    /** Reports what is wrong with a file that was parsed. */
    void check(String name, Node root, SourceText source) {
        read(name, List.of(root), source);
    }

    private Optional<Bootstrap> readTranslated(String name, List<Node> roots, SourceText source) {
        return new PythonFiles(source, catalog).translate(roots).flatMap(translated -> read(name, translated, source));
    }

    private Optional<Bootstrap> read(String name, List<Node> roots, SourceText source) {
        ValueReader values = new ValueReader(source, new Substitution(environment, variables));
        try {
            Sections sections = new Sections(source, values);
            roots.forEach(sections::add);
            return sections.hasRoots() ? Optional.of(read(name, sections, source, values)) : Optional.empty();
        } catch (ValueReader.TooMuch e) {
            source.report(e.place(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Bootstrap read(String name, Sections sections, SourceText source, ValueReader values) {
        ArgumentChecks checks = new ArgumentChecks(source, values);
        SettingsSection settingsSection = new SettingsSection(source, checks);
        Settings settings = sections.given(Sections.SETTINGS).stream()
                .map(settingsSection::read)
                .reduce((first, other) -> first)
                .orElseGet(SettingsSection::defaults);
        ProtocolSection protocols = new ProtocolSection(source, values, checks);
        sections.given(Sections.PROTOCOLS).forEach(protocols::read);
        ModuleSection moduleSection = new ModuleSection(checks, catalog, protocols, new SharedPorts(source, instances));
        List<ModuleSection.Found> modules = sections.required(Sections.MODULES).stream()
                .flatMap(node -> moduleSection.read(node).stream())
                .toList();
        RouteSection routeSection = new RouteSection(source, values, modules);
        List<Bootstrap.Route> routes = sections.given(Sections.ROUTINGTABLE).stream()
                .flatMap(node -> routeSection.read(node).stream())
                .toList();
        List<Bootstrap.ModuleSpec> specs =
                modules.stream().flatMap(found -> found.spec().stream()).toList();
        return new Bootstrap(name, specs, routes, settings, source.hiddenTexts());
    }
}
