package io.wishbone.cli.bootstrap;

import io.wishbone.module.Argument;
import io.wishbone.module.ModuleType;
import io.wishbone.protocol.ProtocolType;
import io.wishbone.protocol.Protocols;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The JSON Schema (draft 2020-12) of bootstrap files, made of what modules, protocols and settings declare.
 * <em>Immutable.</em> It is for editors: it finds misspelt names and values of a wrong type while one writes, and
 * {@link BootstrapLoader} finds the rest.
 */
public final class BootstrapSchema {
    private static final String MODULE_DEFINITION = "module";
    private static final String PROTOCOL_DEFINITION = "protocol";
    private static final String MODULE_PREFIX = "module:";
    private static final String PROTOCOL_PREFIX = "protocol:";
    private static final String OBJECT = "object";
    private static final String END = "[A-Za-z0-9_][A-Za-z0-9_-]*\\.[A-Za-z0-9][A-Za-z0-9_-]*";

    private final Catalog catalog;
    private final List<ProtocolType> protocols;

    private BootstrapSchema(Catalog catalog, List<ProtocolType> protocols) {
        this.catalog = catalog;
        this.protocols = List.copyOf(protocols);
    }

    /** The schema of files that name these kinds of modules, and the protocols that are installed. */
    public static Map<String, Object> of(Catalog catalog) {
        return new BootstrapSchema(catalog, Protocols.installed()).root();
    }

    private Map<String, Object> root() {
        Map<String, Object> sections = new LinkedHashMap<>();
        sections.put(Sections.MODULES, named("The modules, by name.", MODULE_DEFINITION));
        sections.put(Sections.ROUTINGTABLE, routes());
        sections.put(Sections.PROTOCOLS, named("Names for protocols with arguments.", PROTOCOL_DEFINITION));
        sections.put(Sections.SETTINGS, settings());
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Wishbone bootstrap file");
        root.putAll(closed(sections));
        root.put("patternProperties", Map.of("^" + Sections.IGNORED, true));
        root.put("$defs", definitions());
        return root;
    }

    private static Map<String, Object> named(String description, String definition) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", description);
        schema.put("type", definition.equals(MODULE_DEFINITION) ? OBJECT : List.of(OBJECT, "null"));
        if (definition.equals(MODULE_DEFINITION)) {
            schema.put("minProperties", 1);
            schema.put("propertyNames", Map.of("pattern", "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$"));
        }
        schema.put("additionalProperties", reference(definition));
        return schema;
    }

    private static Map<String, Object> routes() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", "How queues are connected: module.outlet -> module.inlet.");
        schema.put("type", List.of("array", "null"));
        schema.put(
                "items",
                FormSchema.pair("type", "string", "pattern", "^\\s*" + END + "\\s*->\\s*" + END + "\\s*$|\\$\\{"));
        return schema;
    }

    private static Map<String, Object> settings() {
        Map<String, Object> properties = properties(SettingsSection.SETTINGS.stream());
        Map<String, Object> queue = new LinkedHashMap<>(closed(properties(SettingsSection.QUEUE_SETTINGS.stream())));
        queue.put("description", "How connections behave.");
        properties.put(SettingsSection.QUEUE.name(), queue);
        Map<String, Object> schema = new LinkedHashMap<>(closed(properties));
        schema.put("type", List.of(OBJECT, "null"));
        return schema;
    }

    private Map<String, Object> definitions() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        Map<String, Object> byModule = new TreeMap<>();
        List<Object> modules = new ArrayList<>();
        for (ModuleType type : catalog.types()) {
            byModule.put(MODULE_PREFIX + type.name(), arguments(type.summary(), type.arguments()));
            modules.add(choice("module", names(type), moduleDetails(type)));
        }
        Map<String, Object> byProtocol = new TreeMap<>();
        List<Object> choices = new ArrayList<>();
        for (ProtocolType type : protocols) {
            byProtocol.put(PROTOCOL_PREFIX + type.name(), arguments(type.summary(), type.arguments()));
            choices.add(
                    choice("protocol", List.of(type.name()), details(PROTOCOL_PREFIX, type.name(), type.arguments())));
        }
        definitions.put(MODULE_DEFINITION, definition("module", moduleNames(), modules));
        definitions.put(PROTOCOL_DEFINITION, definition("protocol", protocolNames(), choices));
        definitions.putAll(byModule);
        definitions.putAll(byProtocol);
        return definitions;
    }

    private static Map<String, Object> definition(String key, Map<String, Object> names, List<Object> choices) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(key, names);
        properties.put("arguments", Map.of("type", List.of(OBJECT, "null")));
        properties.put(
                "description",
                FormSchema.pair("description", "For readers.", "type", List.of("string", "number", "boolean", "null")));
        if (key.equals("module")) {
            properties.put(
                    Protocols.ARGUMENT,
                    FormSchema.pair(
                            "description", "What messages are read or written as.", "type", List.of("string", OBJECT)));
        }
        Map<String, Object> schema = new LinkedHashMap<>(closed(properties));
        schema.put("required", List.of(key));
        if (!choices.isEmpty()) {
            schema.put("allOf", choices);
        }
        return schema;
    }

    private Map<String, Object> moduleNames() {
        List<String> full = catalog.types().stream().map(ModuleType::name).toList();
        List<String> others = catalog.types().stream()
                .flatMap(type -> names(type).stream().skip(1))
                .toList();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", "What it is; \"wishbone list\" shows all.");
        schema.put("anyOf", List.of(Map.of("enum", full), Map.of("enum", others), FormSchema.SUBSTITUTED));
        return schema;
    }

    private Map<String, Object> protocolNames() {
        List<String> names = protocols.stream().map(ProtocolType::name).toList();
        return Map.of("anyOf", List.of(Map.of("enum", names), FormSchema.SUBSTITUTED));
    }

    /** All names of a kind of module, the full one first. */
    private static List<String> names(ModuleType type) {
        if (!type.name().startsWith("wishbone.")) {
            return List.of(type.name());
        }
        String kind = type.name().substring("wishbone.".length());
        return List.of(type.name(), kind, "wishbone.module." + kind, "wishbone.builtin." + kind);
    }

    private static Map<String, Object> choice(String key, List<String> names, Map<String, Object> then) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("if", FormSchema.pair("properties", Map.of(key, Map.of("enum", names)), "required", List.of(key)));
        schema.put("then", then);
        return schema;
    }

    private static Map<String, Object> moduleDetails(ModuleType type) {
        Map<String, Object> details = details(MODULE_PREFIX, type.name(), type.arguments());
        if (type.argument(Protocols.ARGUMENT).isEmpty()) {
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("arguments", reference(MODULE_PREFIX + type.name()));
            properties.put(Protocols.ARGUMENT, false);
            details.put("properties", properties);
        }
        return details;
    }

    private static Map<String, Object> details(String prefix, String name, List<Argument<?>> declared) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("properties", Map.of("arguments", reference(prefix + name)));
        if (declared.stream().anyMatch(BootstrapSchema::isRequired)) {
            schema.put("required", List.of("arguments"));
        }
        return schema;
    }

    /** A protocol may stand beside the arguments, and so is not required among them. */
    private static boolean isRequired(Argument<?> argument) {
        return argument.isRequired() && !argument.name().equals(Protocols.ARGUMENT);
    }

    private static Map<String, Object> arguments(String summary, List<Argument<?>> declared) {
        List<String> required = declared.stream()
                .filter(BootstrapSchema::isRequired)
                .map(Argument::name)
                .toList();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", summary);
        schema.putAll(closed(properties(declared.stream())));
        if (required.isEmpty()) {
            schema.put("type", List.of(OBJECT, "null"));
        } else {
            schema.put("required", required);
        }
        return schema;
    }

    private static Map<String, Object> properties(Stream<Argument<?>> declared) {
        Map<String, Object> properties = new LinkedHashMap<>();
        declared.forEach(argument -> properties.put(argument.name(), FormSchema.of(argument)));
        return properties;
    }

    private static Map<String, Object> closed(Map<String, Object> properties) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", OBJECT);
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> reference(String definition) {
        return Map.of("$ref", "#/$defs/" + definition);
    }
}
