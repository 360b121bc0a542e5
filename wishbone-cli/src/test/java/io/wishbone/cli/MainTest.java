package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.module.ModuleType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(out.toString())
                .contains("Modules, input:\n", "  wishbone.input.tcp  ", "  wishbone.flow.fanout  ")
                .containsPattern("(?m)^  wishbone\\.input\\.tcp +\\d+\\.\\d+\\S* +\\w");
    }

    private JsonNode json(int expectedCode, String... args) throws Exception {
        out.getBuffer().setLength(0);
        assertThat(run(args)).as(err::toString).isEqualTo(expectedCode);
        return new ObjectMapper().readTree(out.toString());
    }

    @Nested
    class ForMachines {
        @Test
        void lists() throws Exception {
            JsonNode list = json(0, "list", "--json");
            assertThat(list.get("modules")).anySatisfy(module -> {
                assertThat(module.get("name").asText()).isEqualTo("wishbone.input.tcp");
                assertThat(module.get("group").asText()).isEqualTo("input");
                assertThat(module.get("version").asText()).startsWith("0.");
                assertThat(module.get("summary").asText()).isNotEmpty();
            });
            assertThat(list.get("protocols").findValuesAsText("name")).contains("json", "syslog");
        }

        @Test
        void showsModulesAndProtocols() throws Exception {
            JsonNode module = json(0, "show", "input.tcp", "--json");
            assertThat(module.get("queues").findValuesAsText("name")).contains("outbox");
            assertThat(module.get("arguments")).anySatisfy(argument -> {
                assertThat(argument.get("name").asText()).isEqualTo("port");
                assertThat(argument.has("default")).isFalse();
            });
            assertThat(module.get("arguments")).anySatisfy(argument -> {
                assertThat(argument.get("name").asText()).isEqualTo("mode");
                assertThat(argument.get("choices")).hasSize(2);
            });
            assertThat(module.get("example").asText()).startsWith("modules:\n");
            assertThat(json(0, "show", "--json", "json").get("name").asText()).isEqualTo("json");
        }

        @Test
        void validates() throws Exception {
            Path good = Files.writeString(directory.resolve("good.yaml"), "modules: {end: {module: output.null}}");
            JsonNode valid = json(0, "validate", "--json", "-c", good.toString());
            assertThat(valid.get("valid").asBoolean()).isTrue();
            assertThat(valid.get("modules").asInt()).isEqualTo(1);

            Path bad = Files.writeString(directory.resolve("bad.yaml"), "modules: {end: {module: output.nul}}");
            JsonNode invalid = json(2, "validate", "--json", "-c", bad.toString());
            assertThat(invalid.get("valid").asBoolean()).isFalse();
            JsonNode problem = invalid.get("problems").get(0);
            assertThat(problem.get("file").asText()).isEqualTo(bad.toString());
            assertThat(problem.get("line").asInt()).isEqualTo(1);
            assertThat(problem.get("column").asInt()).isEqualTo(25);
            assertThat(problem.get("message").asText()).contains("did you mean \"wishbone.output.null\"?");
        }

        @Test
        void drawsGraphs() throws Exception {
            JsonNode graph = json(
                    0, "graph", "--json", "-c", EXAMPLES.resolve("archive.yaml").toString());
            assertThat(graph.get("modules").findValuesAsText("name"))
                    .containsExactly("tcp", "hourly", "all", "archive");
            assertThat(graph.get("connections").get(0).get("from").asText()).isEqualTo("tcp.outbox");
            assertThat(graph.get("connections").get(0).get("to").asText()).isEqualTo("all.tcp");
        }

        @Test
        void tellsTheStatus() throws Exception {
            JsonNode status = json(
                    1, "status", "--json", "--pid", directory.resolve("none").toString());
            assertThat(status.get("running").asBoolean()).isFalse();
            assertThat(status.has("pid")).isFalse();
        }

        @Test
        void printsTheSchema() throws Exception {
            JsonNode schema = json(0, "schema");
            assertThat(schema.get("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
            assertThat(schema.get("$defs").has("module:wishbone.input.tcp")).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "ZSH"})
    void printsCompletions(String shell) {
        assertThat(run("completion", shell)).isZero();
        assertThat(out.toString())
                .contains("validate", "--config", "_complete_wishbone", "complete -F")
                .doesNotContain("_serve");
        assertThat(out.toString().startsWith("autoload")).isEqualTo(!shell.equals("bash"));
    }

    @Test
    void refusesOtherShells() {
        assertThat(run("completion", "fish")).isEqualTo(2);
        assertThat(err.toString()).contains("fish", "BASH, ZSH");
    }

    @Test
    void helpsWithEveryVerb() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("First steps:", "wishbone show input.tcp", "Exit codes: 0 done");
        Main.commandLine().getSubcommands().forEach((verb, command) -> {
            out.getBuffer().setLength(0);
            assertThat(run(verb, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: wishbone " + verb, "--help");
        });
    }

    @Test
    void listsAndShowsProtocols() {
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("Protocols:\n", "\n  json  ", "One JSON value (RFC 8259).");
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
        out.getBuffer().setLength(0);
        assertThat(run("graph", "--format", "dot", "-c", file.toString())).isZero();
        assertThat(out.toString()).isEqualTo("""
                digraph wishbone {
                  rankdir=LR;
                  node [shape=box];
                  "clock" [label="clock\\nwishbone.input.generator"];
                  "copies" [label="copies\\nwishbone.flow.fanout"];
                  "end" [label="end\\nwishbone.output.null"];
                  "logs" [label="logs\\nwishbone.output.null"];
                  "_logs" [label="_logs\\nthe router's own"];
                  "clock" -> "copies" [taillabel="outbox", headlabel="inbox"];
                  "copies" -> "end" [taillabel="a", headlabel="inbox"];
                  "_logs" -> "logs" [taillabel="outbox", headlabel="inbox"];
                }
                """);
    }

    @Test
    void plansChanges() throws Exception {
        Path running = Files.writeString(directory.resolve("running.yaml"), """
                modules:
                  clock: {module: input.generator, arguments: {interval: 1s}}
                  end: {module: output.null}
                routingtable: [clock.outbox -> end.inbox]
                """);
        Path wanted = Files.writeString(directory.resolve("new.yaml"), """
                modules:
                  clock: {module: input.generator, arguments: {interval: 2s}}
                """);
        assertThat(run("plan", wanted.toString(), "--config", running.toString()))
                .isZero();
        assertThat(out.toString()).isEqualTo("""
                - module end (wishbone.output.null)
                ~ module clock (wishbone.input.generator)
                    interval: "1s" -> "2s"
                - connection clock.outbox -> end.inbox
                """);
        JsonNode plan = json(0, "plan", wanted.toString(), "--config", running.toString(), "--json");
        assertThat(plan.get("changes").asBoolean()).isTrue();
        assertThat(plan.get("modules_removed").findValuesAsText("name")).containsExactly("end");
        assertThat(plan.get("modules_changed")
                        .get(0)
                        .get("arguments")
                        .get(0)
                        .get("after")
                        .asText())
                .isEqualTo("\"2s\"");
        assertThat(plan.get("connections_removed").get(0).asText()).isEqualTo("clock.outbox -> end.inbox");
    }

    static List<Path> tests() throws Exception {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".test.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("tests")
    void findsThatTheExamplesPassTheirTests(Path file) {
        assertThat(run("test", file.toString())).as(out::toString).isZero();
        assertThat(out.toString()).isEqualTo("ok    " + file + "\nall 1 passed\n");
    }

    @Test
    void tellsWhichTestsFail() throws Exception {
        Path good = EXAMPLES.resolve("testing/alerts.test.yaml");
        Path bad = Files.writeString(directory.resolve("bad.test.yaml"), """
                bootstrap: %s
                inputs: {requests: [{status: 500, path: /}]}
                outputs: {console: {count: 2}}
                """.formatted(
                        EXAMPLES.resolve("testing/alerts.yaml").toAbsolutePath()));
        assertThat(run("test", good.toString(), bad.toString())).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("""
                ok    %s
                FAIL  %s
                  console: expected 2 events, got 1 event
                    got:
                      "/ answered 500"
                1 of 2 failed
                """.formatted(good, bad));

        Path invalid =
                Files.writeString(directory.resolve("invalid.test.yaml"), "bootstrap: nosuch.yaml\noutput: {}\n");
        assertThat(run("test", good.toString(), invalid.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("invalid.test.yaml:2:1: unknown key \"output\" of a test");
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
