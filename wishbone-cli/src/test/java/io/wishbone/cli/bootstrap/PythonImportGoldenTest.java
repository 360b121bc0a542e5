package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code python/NAME.yaml} becomes {@code python/NAME.native.yaml}, and what is not carried over is in
 * {@code python/NAME.notes}. To make the expectations anew, run with the environment variable
 * {@code WISHBONE_REWRITE_GOLDEN} set, then read the difference.
 */
class PythonImportGoldenTest {
    static final Path FILES = Path.of("src/test/resources/bootstrap/python");

    @TempDir
    Path directory;

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.endsWith(".native.yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void translatesAndTellsWhatIsLeft(String name) throws Exception {
        BootstrapImport imported = BootstrapImport.of(FILES.resolve(name + ".yaml"), Catalog.installed());
        String notes = imported.notes().stream()
                .map(note -> note.toString().replace(FILES + "/", "") + "\n")
                .collect(Collectors.joining());

        expect(name + ".native.yaml", imported.text());
        expect(name + ".notes", notes);
        assertThat(imported.isComplete())
                .isEqualTo(imported.notes().stream()
                        .allMatch(note -> note.message().startsWith("note: ")));
    }

    private static void expect(String golden, String text) throws IOException {
        Path file = FILES.resolve(golden);
        if (System.getenv("WISHBONE_REWRITE_GOLDEN") != null) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsCompleteIsValidAndTheSameAsTheOldFile(String name) throws Exception {
        Path old = FILES.resolve(name + ".yaml");
        BootstrapImport imported = BootstrapImport.of(old, Catalog.installed());
        BootstrapLoader loader = BootstrapLoader.create(Catalog.installed(), Map.of());
        Path file = Files.writeString(directory.resolve("new.yaml"), imported.text());

        if (imported.isComplete()) {
            assertThat(Plan.between(loader.load(old), loader.load(file)).isEmpty())
                    .as("the old file, translated when it is loaded, says what the new one says")
                    .isTrue();
        } else {
            assertThat(imported.text()).contains("# line ");
        }
    }
}
