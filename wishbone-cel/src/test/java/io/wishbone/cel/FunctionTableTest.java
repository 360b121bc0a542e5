package io.wishbone.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.expression.ExpressionFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Holds the documentation's table of our functions to the functions; prints what the table has to be. */
class FunctionTableTest {
    private static final Path PAGE = Path.of("..", "docs", "expressions.md");
    private static final String HEAD = "| function | gives | which is |";

    @Test
    void thePageListsEveryFunction() throws IOException {
        List<String> rows = ServiceLoader.load(ExpressionFunctions.class).stream()
                .flatMap(found -> found.get().functions().stream())
                .map(function ->
                        "| `%s` | %s | %s |".formatted(function.signature(), function.result(), function.meaning()))
                .toList();
        List<String> page = Files.readAllLines(PAGE);
        int first = page.indexOf(HEAD) + 2;

        assertThat(page.subList(first, first + rows.size())).isEqualTo(rows);
        assertThat(page.get(first + rows.size())).isEmpty();
    }
}
