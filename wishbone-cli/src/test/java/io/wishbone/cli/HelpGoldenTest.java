package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The help of each verb is exactly what is in {@code help/VERB.txt}, that of the command what is in
 * {@code help/wishbone.txt}. To make the files anew, run with the environment variable {@code WISHBONE_REWRITE_GOLDEN}
 * set, then read the difference.
 */
class HelpGoldenTest {
    private static final Path FILES = Path.of("src/test/resources/help");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static Stream<String> verbs() {
        return Main.commandLine().getSubcommands().keySet().stream().sorted();
    }

    private void assertHelp(String name, List<String> line) throws IOException {
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), line.toArray(String[]::new)))
                .isZero();
        assertThat(err.toString()).isEmpty();
        Path golden = FILES.resolve(name + ".txt");
        if (System.getenv("WISHBONE_REWRITE_GOLDEN") != null) {
            Files.writeString(golden, out.toString());
        }
        assertThat(out).hasToString(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aVerbTellsHowItIsUsed(String verb) throws IOException {
        assertHelp(verb, List.of(verb, "--help"));
    }

    @Test
    void theCommandTellsItsVerbs() throws IOException {
        assertHelp("wishbone", List.of("--help"));
    }
}
