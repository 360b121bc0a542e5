package io.wishbone.cli.bootstrap;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads a map of named values, each of which is declared as an argument. <em>Confined to the thread that loads the
 * file.</em>
 */
final class ArgumentChecks {
    private static final Pattern SOUNDS_SECRET = Pattern.compile("(?i).*(pass|secret|token|credential|private_?key).*");

    private final SourceText source;
    private final ValueReader values;

    ArgumentChecks(SourceText source, ValueReader values) {
        this.source = source;
        this.values = values;
    }

    /** The text of the file that it reads. */
    SourceText source() {
        return source;
    }

    /** What reads the file's values. */
    ValueReader values() {
        return values;
    }

    /**
     * What is being read.
     *
     * @param word what one of the values is called, such as {@code argument}
     * @param owner what they belong to, such as {@code module "listen"}
     * @param kind what declares them, such as {@code wishbone.input.tcp}; empty if that goes without saying
     */
    record Subject(String word, String owner, String kind) {
        private String ofKind() {
            return kind.isEmpty() ? "" : " of " + kind;
        }
    }

    /**
     * The values by name, or nothing if something about them was reported.
     *
     * @param mapping what the file gives; null if it gives nothing
     * @param place where to report what is missing
     */
    Optional<Map<String, Object>> read(
            @Nullable MappingNode mapping, Place place, Subject subject, List<Argument<?>> declared) {
        Map<String, NodeTuple> entries = mapping == null
                ? Map.of()
                : values.entries(mapping, "the " + subject.word() + "s of " + subject.owner());
        Map<String, Object> given = new LinkedHashMap<>();
        boolean isValid = requireAll(entries.keySet(), subject, declared, place);
        for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
            Optional<Argument<?>> argument = declared.stream()
                    .filter(known -> known.name().equals(entry.getKey()))
                    .findFirst();
            if (argument.isEmpty()) {
                reportUnknown(entry.getKey(), entry.getValue(), subject, declared);
                isValid = false;
            } else {
                isValid &= check(argument.get(), entry.getValue().getValueNode(), subject, given);
            }
        }
        return isValid ? Optional.of(given) : Optional.empty();
    }

    private void reportUnknown(String name, NodeTuple tuple, Subject subject, List<Argument<?>> declared) {
        List<String> known = declared.stream().map(Argument::name).toList();
        boolean isMeantSecret = declared.stream()
                .filter(Argument::isSecret)
                .anyMatch(
                        secret -> NearestName.find(name, List.of(secret.name())).isPresent());
        if (isMeantSecret || soundsSecret(name)) {
            hide(tuple.getValueNode());
        }
        source.report(
                Place.of(tuple.getKeyNode()),
                "unknown " + subject.word() + " " + Wording.quote(name) + subject.ofKind() + Wording.hint(name, known));
    }

    /** Whether a key's value is kept out of what is shown, whoever declares it. */
    static boolean soundsSecret(String name) {
        return SOUNDS_SECRET.matcher(name).matches();
    }

    /** Keeps the values of a map, and of those in it, out of what is shown, where their names look secret. */
    void hideSecrets(Node node) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::hideSecrets);
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key && soundsSecret(key.getValue())) {
                    hide(tuple.getValueNode());
                    if (tuple.getValueNode() instanceof ScalarNode value) {
                        source.hide(value.getValue());
                    }
                } else {
                    hideSecrets(tuple.getValueNode());
                }
            }
        }
    }

    private void hide(Node node) {
        source.hide(Place.of(node), Place.endOf(node));
    }

    private boolean check(Argument<?> argument, Node node, Subject subject, Map<String, Object> given) {
        Value read = values.read(node);
        if (read.isValid()) {
            hideSecrets(node);
        }
        Value value = new Value(read.raw(), read.isHidden() || argument.isSecret(), read.isValid());
        if (argument.isSecret()) {
            hide(node);
            if (value.raw() != null) {
                source.hide(value.raw().toString());
            }
        }
        if (!value.isValid()) {
            return false;
        }
        return check(argument, value, node, subject, given);
    }

    private boolean check(Argument<?> argument, Value value, Node node, Subject subject, Map<String, Object> given) {
        Place place = Place.of(node);
        String what = subject.word() + " " + Wording.quote(argument.name()) + subject.ofKind();
        Object raw = value.raw();
        if (raw == null) {
            source.report(
                    place, what + " has no value" + expected(argument.type().description()));
            return false;
        }
        given.put(argument.name(), raw);
        try {
            argument.type().read(raw);
            return true;
        } catch (ArgumentException e) {
            e.problems().forEach(problem -> report(problem, argument, value, node, what));
        } catch (RuntimeException e) {
            // An extender's reader may throw anything; what it wants is in the declaration.
            source.report(
                    place,
                    what + ": " + value.shown() + expected(argument.type().description()));
        }
        return false;
    }

    private void report(ArgumentException.Problem problem, Argument<?> argument, Value value, Node node, String what) {
        if (value.isHidden()) {
            source.report(
                    Place.of(node),
                    what + ": " + value.shown() + expected(argument.type().description()));
            return;
        }
        Part part = Part.find(problem.path(), node, value.raw());
        boolean isComplete = problem.expected().contains("(expected: ");
        String complaint = isComplete
                ? problem.expected()
                : new Value(part.raw(), false, true).shown() + expected(problem.expected());
        source.report(Place.of(part.node()), what + part.name() + ": " + complaint);
    }

    private static String expected(String what) {
        return " (expected: " + what + ")";
    }

    /** Reports the values that must be there and are not. */
    private boolean requireAll(Set<String> given, Subject subject, List<Argument<?>> declared, Place place) {
        boolean isComplete = true;
        for (Argument<?> argument : declared) {
            if (argument.isRequired() && !given.contains(argument.name())) {
                source.report(
                        place,
                        subject.owner() + " lacks the " + subject.word() + " " + Wording.quote(argument.name()) + " of "
                                + subject.kind() + expected(argument.type().description()));
                isComplete = false;
            }
        }
        return isComplete;
    }
}
