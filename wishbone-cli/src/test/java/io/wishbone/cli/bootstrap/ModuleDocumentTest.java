package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.module.Argument;
import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That docs/modules.md says of each module what it declares. */
class ModuleDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/modules.md");

    /** The kinds of modules that the command knows. */
    static List<ModuleType> types() {
        return ServiceLoader.load(ModuleCatalog.class).stream()
                .flatMap(catalog -> catalog.get().moduleTypes().stream())
                .toList();
    }

    /** What the page has to say of a module, beside its prose. */
    static String describe(ModuleType type) {
        StringBuilder text = new StringBuilder(512);
        text.append("### `").append(type.name()).append("`\n\n").append(type.summary());
        if (!type.arguments().isEmpty()) {
            text.append("\n\n| argument | takes | default | means |\n|---|---|---|---|");
            type.arguments().forEach(argument -> text.append(row(argument)));
        }
        text.append("\n\n| queue | has |\n|---|---|");
        type.queues()
                .forEach((name, meaning) -> text.append("\n| ")
                        .append(name.equals("*") ? "any" : "`" + name + "`")
                        .append(" | ")
                        .append(meaning)
                        .append(" |"));
        return text.append('\n').toString();
    }

    /** A row of a table of arguments. */
    static String row(Argument<?> argument) {
        String otherwise = argument.defaultText()
                .map(text -> text.isEmpty() ? "empty" : "`" + text + "`")
                .orElse(argument.isRequired() ? "required" : "none");
        return "\n| `" + argument.name() + "` | " + argument.type().description() + " | " + otherwise + " | "
                + argument.meaning() + " |";
    }

    @ParameterizedTest
    @MethodSource("types")
    void saysWhatAModuleDeclares(ModuleType type) throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(describe(type));
    }

    @Test
    void hasNoOthers() throws IOException {
        assertThat(Files.readString(DOCUMENT).lines().filter(line -> line.startsWith("### `wishbone.")))
                .containsExactlyInAnyOrderElementsOf(types().stream()
                        .map(type -> "### `" + type.name() + "`")
                        .toList());
    }
}
