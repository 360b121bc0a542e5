package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.wishbone.module.ModuleType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Holds the schema against files that are good and files that are bad, by a validator that is not ours. */
class BootstrapSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path EXAMPLES = Path.of("../wishbone-examples/bootstrap");
    private static final Path BAD = Path.of("src/test/resources/bootstrap/bad");

    /** What is wrong with these, only the loader can know, or they are no YAML or empty. */
    private static final Set<String> BEYOND_SCHEMAS = Set.of(
            "alias-bomb",
            "alias-in-itself",
            "bad-substitution",
            "codec",
            "connected-twice",
            "duplicate-key",
            "empty",
            "expression-bad",
            "expression-header-in",
            "expression-in-template",
            "expression-no-condition",
            "expression-unknown-function",
            "framing",
            "long-line",
            "merge-keys",
            "missing-secret-file",
            "module-refuses",
            "modules-missing",
            "names-with-control-characters",
            "not-yaml",
            "only-comments",
            "process-bad-pattern",
            "process-header-and-template",
            "process-no-list",
            "process-several-problems",
            "router-queues",
            "substitution-messages",
            "tabs",
            "tag",
            "two-documents",
            "unclosed-quote",
            "unknown-alias",
            "unknown-module-in-route",
            "unknown-queue",
            "unquoted-substitution",
            "unset-variable");

    private static final JsonSchema SCHEMA = schema(Catalog.installed());
    private static final JsonSchema SAMPLES = schema(ProblemGoldenTest.CATALOG);

    private static JsonSchema schema(Catalog catalog) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(MAPPER.<JsonNode>valueToTree(BootstrapSchema.of(catalog)));
    }

    private static Set<ValidationMessage> complaints(JsonSchema schema, String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return schema.validate(MAPPER.valueToTree(new Load(settings).loadFromString(yaml)));
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().endsWith(".test.yaml"))
                    // It names a module that only the examples have.
                    .filter(file -> !file.endsWith("redact.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void findsNothingWrongWithExamples(Path file) throws IOException {
        assertThat(complaints(SCHEMA, Files.readString(file))).isEmpty();
    }

    static Stream<String> bad() throws IOException {
        return ProblemGoldenTest.names()
                .filter(name -> name.endsWith(".yaml"))
                .map(name -> name.replace(".yaml", ""))
                .filter(name -> !BEYOND_SCHEMAS.contains(name));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void findsWhatIsWrong(String name) throws IOException {
        assertThat(complaints(SAMPLES, Files.readString(BAD.resolve(name + ".yaml"))))
                .isNotEmpty();
    }

    @Test
    void knowsWhatIsBeyondIt() throws IOException {
        assertThat(BEYOND_SCHEMAS)
                .allSatisfy(name -> assertThat(BAD.resolve(name + ".yaml")).exists());
    }

    static List<ModuleType> types() {
        return Catalog.installed().types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void hasEveryArgumentWithItsDefault(ModuleType type) {
        Map<String, Object> definitions = map(BootstrapSchema.of(Catalog.installed()), "$defs");
        Map<String, Object> properties = map(map(definitions, "module:" + type.name()), "properties");
        type.arguments().forEach(argument -> {
            Map<String, Object> property = map(properties, argument.name());
            assertThat(String.valueOf(property.get("description"))).contains(argument.meaning());
            assertThat(property.get("default"))
                    .isEqualTo(
                            argument.isSecret() ? null : argument.defaultText().orElse(null));
        });
        assertThat(properties).hasSameSizeAs(type.arguments());
    }

    @SuppressWarnings("unchecked") // a schema is made of maps with text keys
    private static Map<String, Object> map(Map<String, Object> schema, String key) {
        return (Map<String, Object>) Objects.requireNonNull(schema.get(key));
    }

    @Test
    void isTheSameEachTime() {
        assertThat(BootstrapSchema.of(Catalog.installed()).toString())
                .isEqualTo(BootstrapSchema.of(Catalog.installed()).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "port, '5140', true",
        "port, '\"5140\"', true",
        "port, '\"${PORT:-1}\"', true",
        "port, '70000', false",
        "port, abc, false",
        "port, '[1]', false",
        "idle_timeout, 10s, true",
        "idle_timeout, 1.5, true",
        "idle_timeout, soon, false",
        "max_frame, 64KiB, true",
        "max_frame, lots, false",
        "mode, client, true",
        "mode, clint, false"
    })
    void knowsWhatArgumentsTake(String argument, String value, boolean isGood) {
        String others = argument.equals("port") ? "" : "port: 1, ";
        String yaml = "modules: {in: {module: input.tcp, arguments: {" + others + argument + ": " + value + "}}}";
        assertThat(complaints(SCHEMA, yaml).isEmpty()).isEqualTo(isGood);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{x-shared: {a: 1}, modules: {end: {module: output.null}}} | true",
                "modules: {end: {module: wishbone.builtin.output.null, arguments: }} | true",
                "modules: {end: {module: \"${KIND}\", arguments: {any: 1}}} | true",
                "modules: {end: {module: output.nul}} | false",
                "modules: {end: {module: output.null, protocol: json}} | false",
                "modules: {decode: {module: process.decode, protocol: json}} | true",
                "modules: {in: {module: input.tcp}} | false",
                "protocols: {strict: {protocol: json, arguments: {max_depth: 5}}} | true",
                "protocols: {strict: {protocol: json, arguments: {max_deep: 5}}} | false",
                "routingtable: [a.b -> c.d, _logs.outbox -> c.e] | true",
                "routingtable: [a -> b] | false",
                "settings: {queue: {policy: drop_oldest, max_bytes: 1MiB}} | true",
                "settings: {queue: {policy: drop}} | false"
            })
    void knowsFiles(String yaml, boolean isGood) {
        assertThat(complaints(SCHEMA, yaml).isEmpty()).isEqualTo(isGood);
    }
}
