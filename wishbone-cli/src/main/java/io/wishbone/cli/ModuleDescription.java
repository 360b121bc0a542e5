package io.wishbone.cli;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentForm;
import io.wishbone.module.ModuleType;
import java.util.List;
import java.util.Map;

/** What {@code wishbone show} says of a kind of module. <em>Immutable.</em> */
final class ModuleDescription {
    /** What an argument may be in an example if nothing better is known: the first that its type takes. */
    private static final List<String> SAMPLES =
            List.of("5140", "127.0.0.1:5140", "http://127.0.0.1:8080/", "10s", "true", "text");

    private static final Map<String, String> SAMPLES_BY_NAME = Map.of("path", "events.log");

    private final ModuleType type;

    ModuleDescription(ModuleType type) {
        this.type = type;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(512);
        text.append(type.name()).append("\n\n").append(type.summary()).append("\n\nArguments:\n");
        if (type.arguments().isEmpty()) {
            text.append("  none\n");
        }
        type.arguments().forEach(argument -> describe(text, argument));
        text.append("\nQueues:\n");
        int width =
                type.queues().keySet().stream().mapToInt(String::length).max().orElse(0);
        type.queues()
                .forEach((queue, meaning) -> text.append("  ")
                        .append(queue)
                        .append(" ".repeat(width - queue.length() + 2))
                        .append(meaning)
                        .append('\n'));
        return text.append("\nExample:\n").append(example().indent(2)).toString();
    }

    /** Adds what there is to say of an argument. */
    static void describe(StringBuilder text, Argument<?> argument) {
        text.append("  ").append(argument.name());
        if (argument.isRequired()) {
            text.append(" (required)");
        } else {
            text.append(argument.defaultText()
                    .map(value -> argument.isSecret() ? " (default: ***)" : " (default: " + value + ")")
                    .orElse(" (optional)"));
        }
        text.append(argument.isSecret() ? " (secret: never shown)" : "").append('\n');
        text.append("      ").append(argument.meaning()).append('\n');
        text.append("      ").append(argument.type().description()).append('\n');
    }

    Map<String, Object> asMap() {
        Map<String, Object> entries = Json.object("name", type.name(), "summary", type.summary());
        entries.put("arguments", asList(type.arguments()));
        entries.put(
                "queues",
                type.queues().entrySet().stream()
                        .map(queue -> Json.object("name", queue.getKey(), "meaning", queue.getValue()))
                        .toList());
        entries.put("example", example());
        return entries;
    }

    /** What there is to say of arguments. */
    static List<Map<String, Object>> asList(List<Argument<?>> arguments) {
        return arguments.stream().map(ModuleDescription::asMap).toList();
    }

    private static Map<String, Object> asMap(Argument<?> argument) {
        Map<String, Object> entries = Json.object("name", argument.name(), "meaning", argument.meaning());
        entries.put("takes", argument.type().description());
        entries.put("required", argument.isRequired());
        entries.put("secret", argument.isSecret());
        if (argument.type().form() instanceof ArgumentForm.Choice choice) {
            entries.put("choices", choice.words());
        }
        argument.defaultText().ifPresent(value -> entries.put("default", argument.isSecret() ? "***" : value));
        return entries;
    }

    /** A part of a bootstrap file with such a module. */
    String example() {
        StringBuilder yaml = new StringBuilder(128);
        String kind = type.name().substring(type.name().lastIndexOf('.') + 1);
        yaml.append("modules:\n  ")
                .append(kind)
                .append(":\n    module: ")
                .append(type.name())
                .append('\n');
        List<Argument<?>> shown = type.arguments().stream()
                .filter(argument -> argument.isRequired() || type.examples().containsKey(argument.name()))
                .toList();
        if (!shown.isEmpty()) {
            yaml.append("    arguments:\n");
        }
        for (Argument<?> argument : shown) {
            yaml.append("      ")
                    .append(argument.name())
                    .append(": ")
                    .append(sample(argument))
                    .append('\n');
        }
        return yaml.toString();
    }

    private String sample(Argument<?> argument) {
        String given = type.examples().get(argument.name());
        if (given != null) {
            return given;
        }
        String byName = SAMPLES_BY_NAME.get(argument.name());
        if (byName != null) {
            return byName;
        }
        return SAMPLES.stream()
                .filter(sample -> takes(argument, sample))
                .findFirst()
                .orElse("...");
    }

    private static boolean takes(Argument<?> argument, String sample) {
        try {
            argument.type().read(sample);
            return true;
        } catch (ArgumentException e) {
            return false;
        }
    }
}
