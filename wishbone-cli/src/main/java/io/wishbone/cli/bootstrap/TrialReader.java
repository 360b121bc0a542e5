package io.wishbone.cli.bootstrap;

import io.wishbone.cli.bootstrap.Bootstrap.End;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads tests of bootstrap files. <em>Immutable.</em> */
final class TrialReader {
    private static final Argument<List<String>> BOOTSTRAP = Argument.required(
            "bootstrap", ArgumentType.listOf(ArgumentType.text()), "the bootstrap files, relative to the test");
    private static final Argument<Map<String, String>> VARIABLES = Argument.optional(
            "variables",
            ArgumentType.of("a map, such as {PORT: 0}", TrialReader::variables),
            "what is substituted in the bootstrap files, before the environment");
    private static final Argument<Duration> DEADLINE = Argument.defaulted(
            "deadline", ArgumentType.duration(Duration.ofMillis(1)), "10s", "how long the test may really take");
    private static final Argument<Instant> CLOCK = Argument.defaulted(
            "clock",
            ArgumentType.of("a time, such as 2026-01-01T00:00:00Z", TrialReader::instant),
            "2026-01-01T00:00:00Z",
            "the time of day at which the clock of the test begins");
    private static final Argument<Duration> LENGTH = Argument.optional(
            "length", ArgumentType.duration(Duration.ZERO), "how far the clock goes; to the last event if left out");
    private static final Argument<Object> INPUTS = Argument.optional(
            "inputs",
            ArgumentType.of("a map: below each module that is replaced, a list of events", TrialReader::map),
            "what comes in");
    private static final Argument<Object> OUTPUTS = Argument.required(
            "outputs",
            ArgumentType.of("a map: below each module that is replaced, such as \"count: 2\"", TrialReader::map),
            "what comes out");
    private static final List<Argument<?>> KEYS =
            List.of(BOOTSTRAP, VARIABLES, DEADLINE, CLOCK, LENGTH, INPUTS, OUTPUTS);

    private final Catalog catalog;
    private final Map<String, String> environment;

    TrialReader(Catalog catalog, Map<String, String> environment) {
        this.catalog = catalog;
        this.environment = Map.copyOf(environment);
    }

    private static Map<String, String> variables(Object raw) {
        Map<String, String> variables = new LinkedHashMap<>();
        ((Map<?, ?>) map(raw)).forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
        return variables;
    }

    private static Instant instant(Object raw) {
        try {
            return Instant.parse(String.valueOf(raw));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time, such as 2026-01-01T00:00:00Z", e);
        }
    }

    private static Object map(Object raw) {
        if (raw instanceof Map) {
            return raw;
        }
        throw new IllegalArgumentException("a map");
    }

    PipelineTrial read(Path file) throws BootstrapException {
        SourceText source = new SourceText();
        Optional<PipelineTrial.Parts> parts = Optional.empty();
        Optional<List<Node>> roots = new BootstrapFiles(source).parse(List.of(file));
        if (roots.isPresent()) {
            parts = parts(file, roots.get().get(0), source);
        }
        if (source.hasProblems() || parts.isEmpty()) {
            throw new BootstrapException(source.problems());
        }
        return new PipelineTrial(parts.get());
    }

    private Optional<PipelineTrial.Parts> parts(Path file, Node root, SourceText source) throws BootstrapException {
        ValueReader values = new ValueReader(source, new Substitution(environment::get, environment.keySet()));
        ArgumentChecks checks = new ArgumentChecks(source, values);
        if (!(root instanceof MappingNode mapping)) {
            source.report(Place.of(root), "no test (expected: a map with the keys bootstrap, inputs and outputs)");
            return Optional.empty();
        }
        try {
            Optional<Map<String, Object>> given =
                    checks.read(mapping, Place.of(root), new ArgumentChecks.Subject("key", "the test", "a test"), KEYS);
            return given.isEmpty() ? Optional.empty() : Optional.of(parts(file, mapping, given.get(), source, values));
        } catch (ValueReader.TooMuch e) {
            source.report(e.place(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private PipelineTrial.Parts parts(
            Path file, MappingNode root, Map<String, Object> given, SourceText source, ValueReader values)
            throws BootstrapException {
        Map<String, String> variables = new HashMap<>(environment);
        find(VARIABLES, given).ifPresent(variables::putAll);
        List<Path> paths = find(BOOTSTRAP, given).orElseThrow().stream()
                .map(file::resolveSibling)
                .map(Path::normalize)
                .toList();
        Bootstrap bootstrap = BootstrapLoader.create(catalog, variables).load(paths);
        TrialEnds ends = new TrialEnds(bootstrap, source, values);
        Map<End, List<PipelineTrial.Given>> inputs =
                section(root, INPUTS).map(ends::inputs).orElseGet(Map::of);
        List<Expectation> outputs = section(root, OUTPUTS).map(ends::outputs).orElseGet(List::of);
        Duration last = inputs.values().stream()
                .flatMap(List::stream)
                .map(PipelineTrial.Given::at)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Duration length = find(LENGTH, given).orElse(last);
        return new PipelineTrial.Parts(
                bootstrap,
                get(DEADLINE, given),
                get(CLOCK, given),
                length.compareTo(last) < 0 ? last : length,
                inputs,
                outputs);
    }

    private static Optional<MappingNode> section(MappingNode root, Argument<?> key) {
        return root.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key.name()))
                .map(NodeTuple::getValueNode)
                .filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .findFirst();
    }

    /** The value of a key that has a default. */
    private static <T> T get(Argument<T> key, Map<String, Object> given) {
        Object raw = given.get(key.name());
        return key.type().read(raw == null ? key.defaultText().orElseThrow() : raw);
    }

    private static <T> Optional<T> find(Argument<T> key, Map<String, Object> given) {
        return Optional.ofNullable(given.get(key.name())).map(key.type()::read);
    }
}
