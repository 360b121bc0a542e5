package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wishbone.module.process.ProcessModules;
import io.wishbone.netty.output.NettyOutputModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code bad/NAME.yaml}, or all files of {@code bad/NAME.d}, give exactly what is in {@code bad/NAME.expected}. To
 * make the expectations anew, run with the environment variable {@code WISHBONE_REWRITE_GOLDEN} set, then read the
 * difference.
 */
class ProblemGoldenTest {
    private static final Path FILES = Path.of("src/test/resources/bootstrap/bad");

    static final Catalog CATALOG = Catalog.of(Stream.of(
                    SampleModules.catalog().types(),
                    new ProcessModules().moduleTypes(),
                    new NettyOutputModules().moduleTypes())
            .flatMap(List::stream)
            .toList());

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".d"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void tellsWhatIsWrong(String name) throws IOException {
        BootstrapLoader loader = BootstrapLoader.create(CATALOG, Map.of("PORT", "5140"));
        Path file = FILES.resolve(name);
        BootstrapException problem = catchThrowableOfType(BootstrapException.class, () -> loader.load(file));
        assertThat(problem).as("problems of %s", file).isNotNull();
        String told = (problem.getMessage() + "\n")
                .replace(FILES.toAbsolutePath() + "/", "")
                .replace(FILES + "/", "");
        Path golden = FILES.resolve(name.replaceFirst("\\.(yaml|d)$", ".expected"));
        if (System.getenv("WISHBONE_REWRITE_GOLDEN") != null) {
            Files.writeString(golden, told);
        }
        assertThat(told).isEqualTo(Files.readString(golden));
        assertThat(told).doesNotContain("hunter", "horse");
    }
}
