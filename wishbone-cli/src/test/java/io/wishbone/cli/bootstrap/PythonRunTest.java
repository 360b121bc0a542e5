package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import io.wishbone.module.output.StdoutOutput;
import io.wishbone.module.output.StdoutOutputConfig;
import io.wishbone.router.Router;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old files are loaded and run: the first lines that they print are in {@code python/NAME.printed}. */
class PythonRunTest {
    private static final Argument<EventFunction<String>> PREFIX =
            Argument.defaulted("prefix", Expressions.template(), "", "text before each event");
    private static final Argument<String> SELECTION =
            Argument.defaulted("selection", ArgumentType.text(), "data", "what is written");
    private static final String STDOUT = "wishbone.output.stdout";

    private final List<String> printed = Collections.synchronizedList(new ArrayList<>());

    private Catalog catalog() {
        List<ModuleType> types = new ArrayList<>(Catalog.installed().types());
        types.removeIf(type -> type.name().equals(STDOUT));
        types.add(ModuleType.builder(STDOUT)
                .summary("Keeps what it would print.")
                .arguments(PREFIX, SELECTION)
                .queue("inbox", "what to write")
                .queue("successful", "what was written")
                .create(given -> new StdoutOutput(
                        StdoutOutputConfig.builder()
                                .prefix(given.get(PREFIX))
                                .selection(given.get(SELECTION))
                                .build(),
                        new Printed())));
        return Catalog.of(types);
    }

    @ParameterizedTest
    @ValueSource(strings = {"builtin-04", "jinja-3", "lookups-2", "modify-2", "paths-1", "select-3", "template-3"})
    void printsWhatItPrinted(String name) throws Exception {
        List<String> expected = Files.readAllLines(PythonImportGoldenTest.FILES.resolve(name + ".printed"));
        Path old = PythonImportGoldenTest.FILES.resolve(name + ".yaml");

        try (Router router =
                BootstrapLoader.create(catalog(), Map.of()).load(old).createRouter()) {
            router.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> printed.size() >= expected.size());
            router.stop(Duration.ofSeconds(20));
        }

        assertThat(List.copyOf(printed).subList(0, expected.size())).isEqualTo(expected);
    }

    /** Lines as they come; one that is asked for is complete. */
    private final class Printed extends OutputStream {
        private final StringBuilder line = new StringBuilder();
        private static final int MOST = 1000;

        @Override
        public void write(int letter) {
            write(new byte[] {(byte) letter}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            line.append(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
            int end = line.indexOf("\n");
            while (end >= 0) {
                if (printed.size() < MOST) {
                    printed.add(line.substring(0, end));
                }
                line.delete(0, end + 1);
                end = line.indexOf("\n");
            }
        }
    }
}
