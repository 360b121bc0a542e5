package io.wishbone.module.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.router.ModuleStartException;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOutputTest implements ModuleContract {
    @TempDir
    private Path folder;

    @Override
    public Actor newModule() {
        return to(folder.resolve("contract.log"));
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of("a"), Event.of("b"));
    }

    private static FileOutput to(Path path) {
        return new FileOutput(FileOutputConfig.builder().path(path).build());
    }

    private static SteppedModule writingTo(Path path) {
        return SteppedModule.start("out", to(path));
    }

    @Test
    void makesTheFileAndAppendsALineForEachEvent() {
        Path file = folder.resolve("events.log");
        try (SteppedModule out = writingTo(file)) {
            out.feed("inbox", Event.of("grün"), Event.of(""));
            out.feed("inbox", Event.of("second batch"));

            assertThat(file).hasContent("grün\n\nsecond batch\n");
            assertThat(out.takeFrom("successful")).hasSize(3);
        }
    }

    @Test
    void keepsWhatTheFileHas() throws IOException {
        Path file = Files.writeString(folder.resolve("events.log"), "before\n");
        try (SteppedModule out = writingTo(file)) {
            out.feed("inbox", Event.of("after"));

            assertThat(Files.readString(file)).isEqualTo("before\nafter\n");
        }
    }

    @Test
    void endsALineThatACrashLeftOpen() throws IOException {
        Path file = Files.writeString(folder.resolve("events.log"), "cut he");
        try (SteppedModule out = writingTo(file)) {
            out.feed("inbox", Event.of("after"));

            assertThat(Files.readString(file)).isEqualTo("cut he\nafter\n");
        }
    }

    @Test
    void writesBytesAsTheyAre() throws IOException {
        Path file = folder.resolve("events.log");
        byte[] bytes = {0, (byte) 0xff, (byte) 0xc3, '\r', 0x7f};
        try (SteppedModule out = writingTo(file)) {
            out.feed("inbox", Event.of(bytes));

            assertThat(Files.readAllBytes(file)).containsExactly(0, 0xff, 0xc3, '\r', 0x7f, '\n');
        }
    }

    @Nested
    class RefusesToStart {
        private void assertRefused(Path path, String reason) {
            assertThatThrownBy(() -> writingTo(path))
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessageContaining("\"out\"")
                    .hasMessageContaining("cannot append to " + path + ": " + reason);
        }

        @Test
        void inADirectoryThatDoesNotExist() {
            assertRefused(
                    folder.resolve("missing").resolve("events.log"),
                    "its directory " + folder.resolve("missing") + " does not exist (make it first)");
        }

        @Test
        void onADirectory() {
            assertRefused(folder, "it is a directory (expected: a file)");
        }

        @Test
        void onAFileThatMayNotBeWritten() {
            // The kernel's own files refuse even root.
            Path file = Path.of("/sys/kernel/notes");
            assumeThat(file).exists();

            assertRefused(file, "permission denied (expected: a file that this user may write to)");
        }
    }

    @Test
    void failsEventsWhileTheDiskIsFull() {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        try (SteppedModule out = writingTo(full)) {
            out.expectWarning("cannot write to /dev/full: No space left on device");
            out.feed("inbox", Event.of("a"), Event.of("b"));
            out.feed("inbox", Event.of("c"));

            assertThat(out.takeFrom("successful")).isEmpty();
            List<Event> failed = out.takeFrom("failed");
            assertThat(failed).extracting(Event::text).containsExactly("a", "b", "c");
            assertThat(failed)
                    .allSatisfy(event ->
                            assertThat(event.header("out", "error")).asString().contains("No space left on device"));
            assertThat(out.counter("write_errors_total")).isEqualTo(2);
            assertThat(out.account().failed()).isEqualTo(3);
            assertThat(out.warnings()).hasSize(1);
        }
    }
}
