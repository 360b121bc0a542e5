package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.module.ModuleType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {
    private static final Path EXAMPLES = Path.of("../wishbone-examples/bootstrap");

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @ParameterizedTest
    @CsvSource({
        "strat, 'wishbone: unknown verb \"strat\" (did you mean \"start\"?)'",
        "valdiate, 'wishbone: unknown verb \"valdiate\" (did you mean \"validate\"?)'",
        "--verson, 'wishbone: unknown option \"--verson\" (did you mean \"--version\"?)'",
        "debug --confg x, 'wishbone debug: unknown option \"--confg\" (did you mean \"--config\"?)'",
        "show input.tcpp, 'wishbone: unknown module \"input.tcpp\" (did you mean \"wishbone.input.tcp\"?)'"
    })
    void namesTheNearestWord(String line, String expected) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).startsWith(expected);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void refusesNoVerb() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("no verb");
    }

    @Test
    void tellsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).contains("wishbone 0.", "Netty 4.", "Java ").doesNotContain("${");
    }

    @Test
    void listsModules() {
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("wishbone.input.tcp  ", "wishbone.flow.fanout  ");
    }

    @Test
    void listsAndShowsProtocols() {
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("Protocols:\n", "\njson  ", "One JSON value (RFC 8259).");
        assertThat(run("show", "json")).isZero();
        assertThat(out.toString()).contains("protocol json\n", "max_depth (default: 100)", "    protocol: json\n");
    }

    @Test
    void drawsGraphs() throws Exception {
        Path file = directory.resolve("graph.yaml");
        Files.writeString(file, """
                modules:
                  clock: {module: input.generator}
                  copies: {module: flow.fanout}
                  end: {module: output.null}
                  logs: {module: output.null}
                routingtable:
                  - clock.outbox -> copies.inbox
                  - copies.a -> end.inbox
                  - _logs.outbox -> logs.inbox
                """);
        assertThat(run("graph", "-c", file.toString())).isZero();
        assertThat(out.toString()).isEqualTo("""
                clock (wishbone.input.generator)
                `-- outbox -> inbox of copies (wishbone.flow.fanout)
                    `-- a -> inbox of end (wishbone.output.null)
                _logs (the router's own)
                `-- outbox -> inbox of logs (wishbone.output.null)
                """);
        out.getBuffer().setLength(0);
        assertThat(run("graph", "--format", "mermaid", "-c", file.toString())).isZero();
        assertThat(out.toString()).contains("flowchart LR", "m0 -- \"outbox to inbox\" --> m1");
    }

    static List<ModuleType> types() {
        return Catalog.installed().types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void showsExamplesThatAreValid(ModuleType type) throws Exception {
        assertThat(run("show", type.name())).isZero();
        type.arguments().forEach(argument -> assertThat(out.toString()).contains("  " + argument.name()));
        Path file = directory.resolve("example.yaml");
        Files.writeString(file, new ModuleDescription(type).example());
        assertThat(BootstrapLoader.create(Catalog.installed()).load(file).modules())
                .hasSize(1);
    }

    static List<Path> examples() throws Exception {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void findsTheExamplesValid(Path file) {
        assertThat(run("validate", "--config", file.toString()))
                .as(err::toString)
                .isZero();
    }

    @Test
    void doesNotTouchAForeignPidFile() throws Exception {
        Path pid = directory.resolve("other.pid");
        Files.writeString(pid, "4711\n");
        for (String verb : List.of("stop", "kill", "status")) {
            assertThat(run(verb, "--pid", pid.toString())).isEqualTo(1);
            assertThat(err.toString()).contains("is no pid file of wishbone and is left as it is");
        }
        assertThat(Files.readString(pid)).isEqualTo("4711\n");
    }

    @Test
    void saysThatNothingRuns() {
        Path pid = directory.resolve("none.pid");
        assertThat(run("stop", "--pid", pid.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("not running: there is no pid file " + pid);
    }
}
