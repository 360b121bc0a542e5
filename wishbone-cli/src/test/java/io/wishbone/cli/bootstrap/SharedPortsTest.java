package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedPortsTest {
    private static final Instances SECOND = new Instances(2, 3);

    @TempDir
    Path directory;

    private Bootstrap load(String module, Instances instances) throws IOException, BootstrapException {
        Path file = Files.writeString(directory.resolve("relay.yaml"), "modules:\n  in:\n    " + module + "\n");
        return BootstrapLoader.create(Catalog.installed(), Map.of())
                .forInstance(instances)
                .load(file);
    }

    private Map<String, Object> arguments(String module, Instances instances) throws IOException, BootstrapException {
        return load(module, instances).modules().get(0).arguments();
    }

    private List<Problem> problems(String module) {
        BootstrapException refused = catchThrowableOfType(BootstrapException.class, () -> load(module, SECOND));
        return refused.problems();
    }

    private static String input(String type, String arguments) {
        return "{module: wishbone.input." + type + ", arguments: {" + arguments + "}}";
    }

    /** The module in block style, so that it can stand below its name. */
    private static String block(String type, String arguments) {
        return "module: wishbone.input." + type + "\n    arguments: {" + arguments + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp", "http"})
    void listenersOfSeveralInstancesReuseTheirPort(String type) throws Exception {
        assertThat(arguments(block(type, "port: 5140"), SECOND)).containsEntry("reuse_port", true);
        assertThat(arguments(block(type, "port: 5140, reuse_port: true"), SECOND))
                .containsEntry("reuse_port", true);
        assertThat(arguments(block(type, "port: 5140"), Instances.ONE)).doesNotContainKey("reuse_port");
    }

    @Test
    void whatDoesNotListenStaysAsItIs() throws Exception {
        assertThat(arguments(block("tcp", "mode: client, port: 5140"), SECOND)).doesNotContainKey("reuse_port");
        assertThat(arguments(block("generator", "interval: 1s"), SECOND)).containsOnlyKeys("interval");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp | port: 5140, reuse_port: false | 4:41 | reuse_port is false, but 3 instances share the port",
                "tcp | port: 0 | 4:23 | port 0 is another one in each of 3 instances",
                "unix | path: /run/in.sock | 4:5 | cannot listen in 3 instances at once",
                "unix_datagram | path: /run/in.sock | 4:5 | cannot listen in 3 instances at once"
            })
    void whatCannotBeSharedIsToldAtItsPlace(String type, String arguments, String place, String message) {
        assertThat(problems(block(type, arguments))).singleElement().satisfies(problem -> {
            assertThat(problem.line() + ":" + problem.column()).isEqualTo(place);
            assertThat(problem.message()).contains(message, "(expected: ");
        });
    }

    @Test
    void theNumberCanBeSubstituted() throws Exception {
        assertThat(arguments(block("tcp", "port: \"514${WISHBONE_INSTANCE}\""), SECOND))
                .containsEntry("port", "5142");
        Path file = Files.writeString(
                directory.resolve("one.yaml"),
                "modules: {in: " + input("tcp", "port: \"514${WISHBONE_INSTANCE}\"") + "}");
        assertThat(BootstrapLoader.create(Catalog.installed())
                        .load(file)
                        .modules()
                        .get(0)
                        .arguments())
                .containsEntry("port", "5141");
    }

    @Test
    void thereAreNoMoreThanSixtyFour() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Instances(1, 65))
                .withMessage("count: 65 (expected: 1 to 64)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Instances(0, 2))
                .withMessage("number: 0 (expected: >= 1)");
    }
}
