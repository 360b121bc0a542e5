package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    private static final String OLD = """
            modules:
              beat: {module: wishbone.input.testevent, arguments: {message: tick}}
              out: {module: wishbone.output.stdout, arguments: {colorize: true}}
            routingtable:
              - beat.outbox -> out.inbox
            """;

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private String old(String text) throws Exception {
        return Files.writeString(directory.resolve("old.yaml"), text).toString();
    }

    @Test
    void printsTheNewFileAndTellsWhatIsLeftOut() throws Exception {
        String old = old(OLD);

        assertThat(run("import", old)).isZero();
        assertThat(out.toString())
                .contains("module: wishbone.input.generator", "payload: tick", "# line 3: ")
                .doesNotContain("colorize: ");
        assertThat(err.toString()).startsWith(old + ":3:63: note: argument \"colorize\" of wishbone.output.stdout: ");
    }

    @Test
    void theNewFileIsValid() throws Exception {
        String to = directory.resolve("new.yaml").toString();

        assertThat(run("import", old(OLD), "--output", to)).isZero();
        assertThat(run("validate", "--config", to)).as(err::toString).isZero();
        assertThat(out.toString()).startsWith(to + ": 2 modules, 1 route, valid");
    }

    @Test
    void hasAnExitCodeOfItsOwnForWhatHasToBeWrittenByHand() throws Exception {
        String old = old(OLD.replace("colorize", "counter"));

        assertThat(run("import", old)).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(out.toString()).contains("module: wishbone.output.stdout");
        assertThat(err.toString()).startsWith(old + ":3:62: argument \"counter\" of wishbone.output.stdout: ");
    }

    @Test
    void mistakesThatAreNoneOfTheTranslationAreTold() throws Exception {
        String old = old(OLD.replace("-> out", "-> uot"));

        assertThat(run("import", old)).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(err.toString()).contains(old + ":5:20: unknown module \"uot\" in a route (did you mean \"out\"?)");
    }

    @Test
    void writesOverAFileOnlyIfAsked() throws Exception {
        Path to = Files.writeString(directory.resolve("new.yaml"), "mine: ".repeat(1000));

        assertThat(run("import", old(OLD), "-o", to.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(to + " exists (expected: the name of a new file, or --force");
        assertThat(to).content().startsWith("mine: ");

        assertThat(run("import", old(OLD), "-o", to.toString(), "--force")).isZero();
        assertThat(to).content().startsWith("modules:\n").doesNotContain("mine: ");
    }

    @Test
    void refusesWhatIsNoFileOfYaml() throws Exception {
        assertThat(run("import", old(""))).isEqualTo(2);
        assertThat(run("import", old("# nothing\n"))).isEqualTo(2);
        assertThat(run("import", old("modules: [\n"))).isEqualTo(2);
        assertThat(run("import", directory.toString())).isEqualTo(2);
        assertThat(run("import", directory.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("is empty", "not valid YAML", "is a directory", "no such file")
                .doesNotContain("internal error");
    }

    @Test
    void whatIsNoMapIsTold() throws Exception {
        assertThat(run("import", old("- a\n- b\n"))).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(err.toString()).contains("no bootstrap file");
    }

    @Test
    void nothingOfAWrongShapeIsPassedOver() throws Exception {
        assertThat(run("import", old("""
                modules:
                  one: {module: wishbone.input.testevent, arguments: [message]}
                  two: {module: wishbone.function.modify, arguments: {expressions: {set: [a, data]}}}
                  three: {module: wishbone.module.flow.queueselect, arguments: {templates: x, templates: [{name: a}]}}
                  four: {module: wishbone.module.flow.fanout, functions: {inbox: mark}}
                routingtable: []
                """))).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(err.toString())
                .contains(
                        "old.yaml:2:54: arguments of module \"one\" are no map",
                        "old.yaml:3:68: argument \"expressions\" of wishbone.function.modify: is no list",
                        "old.yaml:4:79: key \"templates\" stands twice",
                        "old.yaml:5:66: functions of module \"four\" are no list");
    }

    @Test
    void whatGoesTooDeepOrTooFarIsALoss() throws Exception {
        String deep = "[".repeat(60) + "]".repeat(60);
        String file =
                """
                modules:
                  one: {module: wishbone.input.testevent, arguments: {message: %s}}
                  two: {module: wishbone.input.testevent, arguments: {message: "{{ %s true }}"}}
                  three: {module: wishbone.input.testevent, arguments: {message: "{{ %s true }}"}}
                  four: {module: wishbone.input.testevent, arguments: {message: "{{ %s1 }}"}}
                  five: {module: wishbone.input.testevent, arguments: {message: "{{ '%s' }}"}}
                """.formatted(deep, "not ".repeat(100_000), "not ".repeat(200), "(".repeat(100), "x".repeat(4000));

        assertThat(run("import", old(file))).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(err.toString())
                .contains("nested more than 50 deep", "more than 5000 characters", "nested more than 40 deep")
                .doesNotContain("internal error");
    }

    @Test
    void helpTellsTheExitCode() {
        assertThat(run("import", "--help")).isZero();
        assertThat(out.toString()).contains("--force", "-o, --output=NEW", "and 3 if");
    }
}
