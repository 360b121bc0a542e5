package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wishbone.cli.python.NativeKinds;
import io.wishbone.cli.python.PythonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.nodes.Node;

/** Which files are Python's, and how they are refused where they cannot be run. */
class PythonFilesTest {
    private static final Path EXAMPLES = Path.of("../wishbone-examples/bootstrap");
    private static final Path BAD = Path.of("src/test/resources/bootstrap/bad");

    @TempDir
    Path directory;

    private static boolean isPythons(Path file) {
        Catalog catalog = Catalog.installed();
        List<Node> roots =
                new BootstrapFiles(new SourceText()).parse(List.of(file)).orElse(List.of());
        return roots.stream().anyMatch(new PythonFile(new NativeKinds() {
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
        })::isOne);
    }

    static Stream<Path> ownFiles() throws IOException {
        try (Stream<Path> examples = Files.walk(EXAMPLES);
                Stream<Path> bad = Files.list(BAD);
                Stream<Path> translated = Files.list(PythonImportGoldenTest.FILES)) {
            return Stream.of(
                    examples, bad, translated.filter(file -> file.toString().endsWith(".native.yaml")))
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().contains("losses-3")
                            && !file.toString().contains("-bad-"))
                    .filter(file -> !file.toString().contains("logs-04"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("ownFiles")
    void aFileOfThisWishboneIsNeverTouched(Path file) {
        assertThat(isPythons(file)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{modules: {a: {module: wishbone.input.testevent}}}",
                "{modules: {a: {module: wishbone.builtin.output.stdout, arguments: {counter: true}}}}",
                "{modules: {a: {module: wishbone.module.output.stdout, arguments: {colorize: true}}}}",
                "{modules: {a: {module: wishbone.flow.fanout, functions: {}}}}",
                "{modules: {a: {module: wishbone_contrib.module.output.tcp, arguments: {host: h}}}}",
                "{protocols: {a: {protocol: wishbone.protocol.decode.json}}}",
                "{template_functions: {}}",
                "{lookups: {}}"
            })
    void aFileIsPythonsIfOnlyItsCanBeSo(String text) throws Exception {
        assertThat(isPythons(Files.writeString(directory.resolve("a.yaml"), text)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{modules: {a: {module: wishbone.module.output.stdout, arguments: {prefix: a}}}}",
                "{modules: {a: {module: wishbone.output.stdout, arguments: {colorize: true}}}}",
                "{modules: {a: {module: wishbone.output.tcp, arguments: {host: h}}}}",
                "{modules: {a: {module: acme.input.testevent}}}",
                "{protocols: {a: {protocol: json}}}",
                "{modules: {}}",
                "[]"
            })
    void aFileIsNotPythonsIfItMayBeEither(String text) throws Exception {
        assertThat(isPythons(Files.writeString(directory.resolve("a.yaml"), text)))
                .isFalse();
    }

    @Test
    void loadingIsRefusedAtTheLinesOfTheOldFile() {
        Path file = PythonImportGoldenTest.FILES.resolve("logs-04.yaml");
        BootstrapException problem = catchThrowableOfType(
                BootstrapException.class,
                () -> BootstrapLoader.create(Catalog.installed(), Map.of()).load(file));

        assertThat(problem.problems()).extracting(Problem::line).containsExactly(1, 6, 10, 15, 16);
        assertThat(problem.problems().get(1))
                .hasToString(file + ":6:13: module \"wishbone.builtin.input.disk\" has no equal here (write instead: a"
                        + " wishbone.output.deadletter, and \"wishbone replay\")\n"
                        + "      module: wishbone.builtin.input.disk\n              ^");
    }

    @Test
    void anOldFileAndANewOneMayBeReadTogether() throws Exception {
        Path old = Files.writeString(directory.resolve("a.yaml"), """
                modules:
                  beat: {module: wishbone.input.testevent, arguments: {message: tick}}
                """);
        Path other = Files.writeString(directory.resolve("b.yaml"), """
                modules:
                  out: {module: wishbone.output.stdout, arguments: {prefix: "{{ data }}"}}
                routingtable:
                  - beat.outbox -> out.inbox
                """);

        Bootstrap bootstrap =
                BootstrapLoader.create(Catalog.installed(), Map.of()).load(List.of(old, other));

        assertThat(bootstrap.module("beat").orElseThrow().arguments()).containsEntry("payload", "tick");
        assertThat(bootstrap.routes()).hasSize(1);
    }
}
