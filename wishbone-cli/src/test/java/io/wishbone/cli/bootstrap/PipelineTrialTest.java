package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTrialTest {
    private static final String PIPELINE = """
            modules:
              listen: {module: input.tcp, arguments: {port: "${PORT}"}}
              ticks: {module: input.generator, arguments: {interval: 1ms}}
              all: {module: flow.funnel}
              pick: {module: flow.filter, arguments: {condition: "data.level > 3"}}
              keep: {module: output.file, arguments: {path: "%s"}}
            routingtable:
              - listen.outbox -> all.listen
              - ticks.outbox -> all.ticks
              - all.outbox -> pick.inbox
              - pick.outbox -> keep.inbox
            """;

    @TempDir
    Path directory;

    private Path written = Path.of("");

    @BeforeEach
    void writePipeline() throws IOException {
        written = directory.resolve("must-not-be-there");
        String pipeline = PIPELINE.formatted(written);
        Files.writeString(directory.resolve("pipeline.yaml"), pipeline);
    }

    private PipelineTrial load(String test) throws IOException, BootstrapException {
        Path file = Files.writeString(directory.resolve("some.test.yaml"), test);
        return PipelineTrial.load(file, Catalog.installed(), Map.of());
    }

    private List<String> run(String test) throws IOException, BootstrapException {
        return load("bootstrap: pipeline.yaml\nvariables: {PORT: 0}\n" + test).run();
    }

    private void assertRefused(String test, String... messages) {
        assertThatExceptionOfType(BootstrapException.class)
                .isThrownBy(() -> run(test))
                .satisfies(refused -> assertThat(refused.getMessage()).contains(messages));
    }

    @Nested
    class Passing {
        @Test
        void comparesEvents() throws Exception {
            assertThat(run("""
                            inputs:
                              listen: [{level: 5, at: here}, {level: 1}, {level: 4}]
                            outputs:
                              keep:
                                events: [{at: here, level: 5}, {level: 4}]
                                count: 2
                                match: data.level >= 4
                            """)).isEmpty();
        }

        @Test
        void leavesOutsideAlone() throws Exception {
            assertThat(run("outputs: {keep: {nothing: true}}")).isEmpty();
            assertThat(written).doesNotExist();
        }

        @Test
        void comparesHeadersAndDataThatAreGiven() throws Exception {
            assertThat(run("""
                            inputs:
                              listen:
                                - data: {level: 5}
                                  header: {listen: {remote_address: 192.0.2.7, more: 1}}
                            outputs:
                              keep:
                                events:
                                  - data: {level: 5}
                                    header: {listen: {remote_address: 192.0.2.7}}
                            """)).isEmpty();
        }

        @Test
        void takesEventsInAnyOrder() throws Exception {
            assertThat(run("""
                            inputs:
                              listen: [{level: 5}]
                              ticks.outbox: [{level: 6}, {level: 7}]
                            outputs:
                              keep.inbox:
                                in_any_order: true
                                events: [{level: 7}, {level: 5}, {level: 6}]
                            """)).isEmpty();
        }

        @Test
        void looksAtOutletsThatLeadNowhere() throws Exception {
            assertThat(run("""
                            inputs: {listen: [no map, {level: 9}]}
                            outputs:
                              pick.failed: {events: [no map]}
                              keep: {count: 1}
                            """)).isEmpty();
        }

        @Test
        void passesOnWhatModulesKeep() throws Exception {
            Files.writeString(directory.resolve("pack.yaml"), """
                    modules:
                      in: {module: input.generator}
                      pack: {module: flow.pack, arguments: {max_age: 1h}}
                    routingtable: [in.outbox -> pack.inbox]
                    """);
            assertThat(load("""
                            bootstrap: [pack.yaml]
                            deadline: 30s
                            inputs: {in: [x, y]}
                            outputs: {pack.outbox: {events: [[x, y]]}}
                            """).run()).isEmpty();
        }
    }

    @Nested
    class Failing {
        @Test
        void tellsOtherEvents() throws Exception {
            assertThat(run("""
                            inputs: {listen: [{level: 5}]}
                            outputs: {keep: {events: [{level: "5"}]}}
                            """)).containsExactly("""
                            keep: other events than expected
                              expected:
                                {"level":"5"}
                              got:
                                {"level":5}""");
        }

        @Test
        void tellsTheOrder() throws Exception {
            assertThat(run("""
                            inputs: {listen: [{level: 5}, {level: 6}]}
                            outputs: {keep: {events: [{level: 6}, {level: 5}]}}
                            """)).hasSize(1);
        }

        @Test
        void tellsWhatDoesNotMatch() throws Exception {
            assertThat(run("""
                            inputs: {listen: [{level: 5}]}
                            outputs: {keep: {match: data.level > 5, nothing: true}}
                            """)).containsExactly("""
                            keep: expected no events, got 1 event
                              got:
                                {"level":5}""", """
                            keep: an event does not match data.level > 5
                              got:
                                {"header":{},"data":{"level":5}}""");
        }

        @Test
        void tellsOfEventsThatCouldNotBeProcessed() throws Exception {
            assertThat(run("""
                            inputs: {listen: [no map]}
                            outputs: {keep: {nothing: true}}
                            """))
                    .singleElement()
                    .satisfies(
                            failure -> assertThat(failure)
                                    .startsWith(
                                            "pick.failed: a module could not process an event, and the test does not expect that"));
        }

        @Test
        void tellsNoSecrets() throws Exception {
            Files.writeString(directory.resolve("secret"), "open sesame");
            Files.writeString(directory.resolve("pipeline.yaml"), """
                    modules:
                      listen: {module: input.tcp, arguments: {port: "${PORT}"}}
                      word: {module: process.template, arguments: {template: "${file:secret} {{ data }}"}}
                      keep: {module: output.null}
                    routingtable: [listen.outbox -> word.inbox, word.outbox -> keep.inbox]
                    """);
            assertThat(run("inputs: {listen: [x]}\noutputs: {keep: {nothing: true}}\n")
                            .toString())
                    .contains("*** x")
                    .doesNotContain("sesame");
        }
    }

    @Nested
    class Invalid {
        @Test
        void isToldAtOnce() {
            assertRefused(
                    """
                    inputs:
                      lisen: [x]
                      listen: hello
                      all.nowhere: [x]
                    outputs:
                      keep: {coutn: 2}
                      pick: {count: many, match: "data.level >"}
                      pick.outbox: {nothing: true}
                      pick.nowhere: {nothing: true}
                      all: {}
                    """,
                    "some.test.yaml:4:3: unknown module \"lisen\" (did you mean \"listen\"?)",
                    "some.test.yaml:5:11: the events of input \"listen\" are no list",
                    "some.test.yaml:6:3: \"all.nowhere\" leads nowhere in the routing table",
                    "some.test.yaml:8:10: unknown key \"coutn\" of an output (did you mean \"count\"?)",
                    "some.test.yaml:9:17: key \"count\" of an output: \"many\"",
                    "some.test.yaml:9:30: key \"match\" of an output",
                    "some.test.yaml:10:3: \"pick.outbox\" is connected (expected: where it leads to, \"keep.inbox\")",
                    "some.test.yaml:11:3: module \"pick\" has no queue \"nowhere\"",
                    "some.test.yaml:12:8: output \"all\" expects nothing");
        }

        @Test
        void keysAreToldWithTheNearest() {
            assertRefused(
                    "input: {}\ndeadline: noon\n",
                    "some.test.yaml:1:1: the test lacks the key \"outputs\" of a test",
                    "some.test.yaml:3:1: unknown key \"input\" of a test (did you mean \"inputs\"?)",
                    "some.test.yaml:4:11: key \"deadline\" of a test: \"noon\" (expected: a duration such as 500ms");
        }

        @Test
        void bootstrapFilesAreTold() {
            assertThatExceptionOfType(BootstrapException.class)
                    .isThrownBy(() -> load("bootstrap: pipeline.yaml\noutputs: {keep: {nothing: true}}\n"))
                    .satisfies(refused -> assertThat(refused.getMessage())
                            .contains("pipeline.yaml:2:50: variable \"PORT\" is not set"));
        }
    }

    /** The clock moves by what the test says alone. */
    @Nested
    class WithTime {
        @BeforeEach
        void writeWatch() throws IOException {
            Files.writeString(directory.resolve("watch.yaml"), """
                    modules:
                      listen: {module: input.tcp, arguments: {port: 1, protocol: json}}
                      watch: {module: flow.fresh, arguments: {timeout: 10m, repeat_interval: 0}}
                      stamp: {module: process.template, arguments: {template: '{{ format_time(now(), "yyyy-MM-dd HH:mm:ss") }} {{ data }}'}}
                      out: {module: output.stdout}
                      alert: {module: output.stdout}
                    routingtable:
                      - listen.outbox -> watch.inbox
                      - watch.outbox -> stamp.inbox
                      - stamp.outbox -> out.inbox
                      - watch.timeout -> alert.inbox
                    """);
        }

        private List<String> watch(String test) throws IOException, BootstrapException {
            return load("bootstrap: watch.yaml\n" + test).run();
        }

        @Test
        void runsTimersAsTimePasses() throws Exception {
            assertThat(watch("""
                            inputs:
                              listen:
                                - first
                                - {data: second, at: 9m}
                                - {data: third, at: 20m}
                            outputs:
                              alert: {events: [timeout, recovery]}
                              out: {count: 3}
                            """)).isEmpty();
        }

        @Test
        void goesOnAfterTheLastEvent() throws Exception {
            assertThat(watch("""
                            length: 601s
                            inputs: {listen: [first]}
                            outputs: {alert: {events: [timeout]}}
                            """)).isEmpty();
            assertThat(watch("""
                            length: 9m
                            inputs: {listen: [first]}
                            outputs: {alert: {nothing: true}}
                            """)).isEmpty();
        }

        @Test
        void tellsExpressionsTheTimeOfDay() throws Exception {
            assertThat(watch("""
                            clock: 2030-05-06T07:08:09Z
                            inputs: {listen: [first, {data: second, at: 61s}]}
                            outputs:
                              out: {events: ["2030-05-06 07:08:09 first", "2030-05-06 07:09:10 second"]}
                            """)).isEmpty();
        }

        @Test
        void refusesATimeThatIsNone() {
            assertThatExceptionOfType(BootstrapException.class)
                    .isThrownBy(() -> watch("clock: noon\noutputs: {out: {count: 0}}"))
                    .satisfies(refused -> assertThat(refused.getMessage())
                            .contains("\"clock\"", "noon", "a time, such as 2026-01-01T00:00:00Z"));
        }

        @Test
        void decodesMessagesByTheProtocolOfTheModule() throws Exception {
            assertThat(watch("""
                            inputs:
                              listen:
                                - {data: '"one"', decode: true}
                                - data: '"two"'
                                  decode: true
                                  at: 5s
                            outputs:
                              out: {events: ["2026-01-01 00:00:00 one", "2026-01-01 00:00:05 two"]}
                            """)).isEmpty();
        }

        @Test
        void refusesAMessageThatCannotBeDecoded() {
            assertThatExceptionOfType(BootstrapException.class)
                    .isThrownBy(
                            () -> watch("inputs: {listen: [{data: '{no', decode: true}]}\noutputs: {out: {count: 0}}"))
                    .satisfies(
                            refused -> assertThat(refused.getMessage())
                                    .contains(
                                            "some.test.yaml:2:19: the message cannot be decoded by the protocol of \"listen\""));
        }
    }

    @Test
    void decodesNothingWhereThereIsNoProtocol() {
        assertRefused(
                "inputs: {listen: [{data: x, decode: true}]}\noutputs: {keep: {count: 0}}",
                "module \"listen\" has no protocol that decodes messages");
    }
}
