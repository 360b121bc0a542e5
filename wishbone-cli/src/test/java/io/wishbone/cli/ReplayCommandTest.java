package io.wishbone.cli;

import static io.wishbone.cli.DeadLetterLines.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import io.wishbone.event.EventJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the verb refuses, before anything starts. */
class ReplayCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path config = Path.of("");
    private Path written = Path.of("");

    @BeforeEach
    void writeConfig() throws IOException {
        written = directory.resolve("out.log");
        config = Files.writeString(
                directory.resolve("relay.yaml"), """
                modules:
                  clock: {module: wishbone.input.generator}
                  out: {module: wishbone.output.file, arguments: {path: "%s"}}
                  dead: {module: wishbone.output.deadletter, arguments: {path: "%s"}}
                routingtable:
                  - clock.outbox -> out.inbox
                  - out.failed -> dead.inbox
                """.formatted(written, directory.resolve("dead.jsonl")));
    }

    private Path letters(String content) throws IOException {
        return Files.writeString(directory.resolve("letters.jsonl"), content);
    }

    private void assertRefused(String message, String... more) {
        String[] args = new String[more.length + 3];
        args[0] = "replay";
        args[1] = "--config";
        args[2] = config.toString();
        System.arraycopy(more, 0, args, 3, more.length);

        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);

        assertThat(err.toString()).contains(message).doesNotContain("internal error");
        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(written).doesNotExist();
    }

    @Test
    void namesEachLineThatIsNoDeadLetter() throws IOException {
        Path file = letters(line("out", "fine") + "not JSON\n" + "\n" + "{\"data\":1}\n"
                + line("out", "cut").substring(0, 40));

        assertRefused(file + ":2: no dead letter: ", file.toString());
        assertThat(err.toString())
                .contains(file + ":4: no dead letter (expected: a line that wishbone.output.deadletter wrote)")
                .contains(file + ":5: no dead letter: ")
                .doesNotContain(file + ":1", file + ":3:")
                .contains("3 lines cannot be replayed; nothing was sent (--skip-bad passes over such lines)");
    }

    @Test
    void namesModulesThatTheBootstrapFileDoesNotHave() throws IOException {
        Path file = letters(line("output", "x"));

        assertRefused(
                file + ":1: \"output.inbox\": " + config + " has no module \"output\"; did you mean \"out\"?",
                file.toString());
    }

    @Test
    void refusesLettersOfInputs() throws IOException {
        Path file = letters(line("clock", "x"));

        assertRefused(file + ":1: module \"clock\" has no inlet \"inbox\" for events", file.toString());
    }

    @Test
    void wantsAQueueWhereTheLetterNamesNone() throws IOException {
        Path file = letters(EventJson.exactly(Event.of("x"), Map.of("dead_letter", Map.of("time", "x", "a", "b"))));

        assertRefused(
                file + ":1: the dead letter does not say where the event failed (expected: --queue)", file.toString());
    }

    @Test
    void refusesAQueueThatIsNone() throws IOException {
        String file = letters(line("out", "x")).toString();

        assertRefused("--queue: \"out\" (expected: module.queue, such as out.inbox)", "--queue", "out", file);
        assertRefused("--queue: module \"out\" has no inlet \"inbix\" for events", "--queue", "out.inbix", file);
        assertRefused("\"dead.inbox\" is where dead letters are written", "--queue", "dead.inbox", file);
    }

    @Test
    void refusesTheFileThatIsWrittenTo() throws IOException {
        Path file = Files.writeString(directory.resolve("dead.jsonl"), line("out", "x"));

        assertRefused(
                file
                        + " is what module \"dead\" writes to (expected: another file; move it away, and send a server that"
                        + " runs a SIGHUP)",
                file.toString());
    }

    @Test
    void refusesWhatCannotBeRead() {
        Path missing = directory.resolve("missing.jsonl");

        assertRefused("cannot read " + missing + ": there is no such file", missing.toString());
        assertRefused("cannot read " + directory + ": it is a directory (expected: a file)", directory.toString());
        assertRefused("Missing required parameter: 'FILE'");
    }
}
