package io.wishbone.module.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wishbone.actor.Actor;
import io.wishbone.actor.FunctionActor;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.protocol.BytesProtocol;
import io.wishbone.router.ModuleStartException;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import io.wishbone.testkit.SteppedModuleBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest implements ModuleContract {
    @TempDir
    private Path folder;

    @Override
    public Actor newModule() {
        return to(folder.resolve("contract.jsonl"));
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of("a"), Event.of(new byte[] {(byte) 0xff}), Event.of(Map.of("k", 1)));
    }

    private static FileOutput to(Path path) {
        return FileOutput.ofDeadLetters(FileOutputConfig.builder().path(path).build());
    }

    private static SteppedModule writingTo(Path path) {
        return SteppedModule.start("dead", to(path));
    }

    /** What a module that fails hands on, which is what comes of an event and what came before. */
    private static Event failedIn(String module, String message, Event event) {
        Actor failing = new FunctionActor(any -> {
            throw new IllegalStateException(message);
        });
        try (SteppedModule stepped = SteppedModule.start(module, failing)) {
            stepped.feed("inbox", event);
            return stepped.takeFrom("failed").get(0);
        }
    }

    /** The line of one event, without the time at its beginning. */
    private String lineOf(Event event) {
        Path file = folder.resolve("dead.jsonl");
        try (SteppedModule dead = writingTo(file)) {
            dead.feed("inbox", event);
            String line = Files.readString(file);
            String begin = "{\"wishbone\":1,\"dead_letter\":{\"time\":\""
                    + dead.clock().instant() + "\"";
            assertThat(line).startsWith(begin).endsWith("}\n");
            Files.delete(file);
            return line.substring(begin.length(), line.length() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Header listening() {
        return Header.of("in", Map.of("port", 514));
    }

    @Test
    void tellsWhereAnEventFailedAndWhyAndHasAllOfIt() {
        assertThat(lineOf(failedIn("out", "no \"peer\"", Event.of("text", listening()))))
                .isEqualTo(",\"module\":\"out\",\"queue\":\"inbox\",\"cause\":{\"type\":"
                        + "\"java.lang.IllegalStateException\",\"message\":\"no \\\"peer\\\"\"},\"attempts\":1},"
                        + "\"header\":{\"in\":{\"port\":514},\"out\":{\"error\":{\"type\":"
                        + "\"java.lang.IllegalStateException\",\"message\":\"no \\\"peer\\\"\",\"attempt\":1}}},"
                        + "\"data\":\"text\"}");
    }

    @Test
    void tellsApartTextAndBytesAndStructures() {
        assertThat(lineOf(Event.of("grün"))).endsWith(",\"data\":\"grün\"}");
        assertThat(lineOf(Event.of("grün\n".getBytes(UTF_8)))).endsWith(",\"data\":{\"$utf8\":\"grün\\n\"}}");
        assertThat(lineOf(Event.of(new byte[] {(byte) 0xc3, '('}))).endsWith(",\"data\":{\"$bytes\":\"wyg=\"}}");
        assertThat(lineOf(Event.of(Map.of("list", List.of(1, true))))).endsWith(",\"data\":{\"list\":[1,true]}}");
    }

    @Test
    void namesTheEndpointIfTheHeaderDoes() {
        Event event = Event.of("x", listening().with("out", "endpoint", "10.0.0.1:6000"));

        assertThat(lineOf(failedIn("out", "gone", event))).contains(",\"attempts\":1,\"endpoint\":\"10.0.0.1:6000\"}");
    }

    @Test
    void saysNothingOfAnEventThatHasNotFailed() {
        assertThat(lineOf(Event.of("x"))).isEqualTo("},\"header\":{},\"data\":\"x\"}");
    }

    @Nested
    class OfSeveralErrors {
        @Test
        void tellsOfTheLast() {
            Event twice = failedIn("second", "b", failedIn("first", "a", Event.of("x", listening())));

            assertThat(lineOf(twice)).startsWith(",\"module\":\"second\",");
        }

        @Test
        void tellsOfTheLastWhereTheFirstModuleFailedAgain() {
            Event thrice = failedIn("first", "c", failedIn("second", "b", failedIn("first", "a", Event.of("x"))));

            assertThat(lineOf(thrice)).startsWith(",\"module\":\"first\",").contains("\"attempts\":2}");
        }

        @Test
        void tellsOfTheLastWhereItsModuleHadNotedSomethingBefore() {
            Event noted = Event.of("x").withHeader("second", "tries", 1);
            Event twice = failedIn("second", "b", failedIn("first", "a", noted));

            assertThat(lineOf(twice)).startsWith(",\"module\":\"second\",");
            assertThat(lineOf(twice.withHeader("first", "seen", true))).startsWith(",\"module\":\"second\",");
        }
    }

    @Test
    void failsWhatIsNestedTooDeeply() {
        List<Object> nested = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            nested = new ArrayList<>(List.of(nested));
        }
        Path file = folder.resolve("dead.jsonl");
        try (SteppedModule dead = writingTo(file)) {
            dead.feed("inbox", Event.of(nested), Event.of("next"));

            assertThat(dead.takeFrom("failed").get(0).header("dead", "error"))
                    .asString()
                    .contains("nested deeper than 100 levels");
            assertThat(dead.textsFrom("successful")).containsExactly("next");
        }
    }

    @Test
    void rotatesAsOtherFilesDo() {
        FileOutputConfig config = FileOutputConfig.builder()
                .path(folder.resolve("dead.jsonl"))
                .rotateSize(200)
                .build();
        try (SteppedModule dead = SteppedModule.start("dead", FileOutput.ofDeadLetters(config))) {
            dead.feed("inbox", Event.of("a".repeat(100)), Event.of("b".repeat(100)));

            assertThat(dead.counter("rotations_total")).isEqualTo(1);
            assertThat(config.path()).content().contains("bbb").doesNotContain("aaa");
        }
    }

    @Test
    void takesNoProtocol() {
        FileOutputConfig config = FileOutputConfig.builder()
                .path(folder.resolve("dead.jsonl"))
                .protocol(BytesProtocol.create())
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileOutput.ofDeadLetters(config))
                .withMessage("protocol: bytes (expected: none, dead letters have their own)");
    }

    @Nested
    class WhereItCannotWrite {
        @Test
        void doesNotStartWithoutTheDirectory() {
            Path missing = folder.resolve("missing");

            assertThatThrownBy(() -> writingTo(missing.resolve("dead.jsonl")))
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessageContaining("its directory " + missing + " does not exist (make it first)");
        }

        @Test
        void doesNotStartOnADirectory() {
            assertThatThrownBy(() -> writingTo(folder))
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessageContaining("it is a directory (expected: a file)");
        }

        @Test
        void handsEventsToFailedWhileTheDiskIsFull() {
            Path full = Path.of("/dev/full");
            assumeThat(full).exists();
            try (SteppedModule dead = writingTo(full)) {
                dead.expectWarning("events go to \"dead.failed\" until it can be written to again");
                dead.feed("inbox", failedIn("out", "x", Event.of("a")));
                dead.feed("inbox", Event.of("b"));

                List<Event> failed = dead.takeFrom("failed");
                assertThat(failed).extracting(Event::text).containsExactly("a", "b");
                assertThat(failed.get(0).header("dead", "error")).asString().contains("No space left");
                assertThat(failed.get(0).header("out", "error")).isNotNull();
                assertThat(dead.ledger().isBalanced()).isTrue();
            }
        }

        @Test
        void countsAndWarnsWhereFailedLeadsNowhere() {
            Path full = Path.of("/dev/full");
            assumeThat(full).exists();
            SteppedModuleBuilder alone = SteppedModule.builder("dead", to(full))
                    .unconnected("failed")
                    .allowWarnings();
            try (SteppedModule dead = alone.start()) {
                Answer answer = dead.feedAsked("inbox", Event.of("a"));
                for (int i = 0; i < 100; i++) {
                    dead.feed("inbox", Event.of("b"));
                }

                assertThat(answer.failure()).get().asString().contains("No space left");
                assertThat(dead.account().failed()).isEqualTo(101);
                assertThat(dead.warnings()).hasSize(2);
            }
        }
    }
}
