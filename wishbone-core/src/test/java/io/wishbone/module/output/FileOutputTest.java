package io.wishbone.module.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Logger;
import io.wishbone.event.Event;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FileOutputTest {
    @TempDir
    private Path folder;

    private static OutputBench writingTo(Path path) {
        return new OutputBench(
                new FileOutput(FileOutputConfig.builder().path(path).build()));
    }

    @Test
    void makesTheFileAndAppendsALineForEachEvent() throws IOException {
        Path file = folder.resolve("events.log");
        try (OutputBench bench = writingTo(file).start()) {
            bench.send("grün", "");
            bench.send("second batch");

            assertThat(file).hasContent("grün\n\nsecond batch\n");
            assertThat(bench.successful.events).hasSize(3);
            StopReport report = bench.stop();
            assertThat(report.isClean()).isTrue();
            assertThat(report.ledger().isBalanced()).isTrue();
        }
    }

    @Test
    void keepsWhatTheFileHas() throws IOException {
        Path file = Files.writeString(folder.resolve("events.log"), "before\n");
        try (OutputBench bench = writingTo(file).start()) {
            bench.send("after");

            assertThat(Files.readString(file)).isEqualTo("before\nafter\n");
        }
    }

    @Test
    void endsALineThatACrashLeftOpen() throws IOException {
        Path file = Files.writeString(folder.resolve("events.log"), "cut he");
        try (OutputBench bench = writingTo(file).start()) {
            bench.send("after");

            assertThat(Files.readString(file)).isEqualTo("cut he\nafter\n");
        }
    }

    @Test
    void writesBytesAsTheyAre() throws IOException {
        Path file = folder.resolve("events.log");
        byte[] bytes = {0, (byte) 0xff, (byte) 0xc3, '\r', 0x7f};
        try (OutputBench bench = writingTo(file).start()) {
            bench.send(Event.of(bytes));

            assertThat(Files.readAllBytes(file)).containsExactly(0, 0xff, 0xc3, '\r', 0x7f, '\n');
        }
    }

    @Nested
    class RefusesToStart {
        private void assertRefused(Path path, String reason) {
            try (OutputBench bench = writingTo(path)) {
                assertThatThrownBy(bench::start)
                        .isInstanceOf(ModuleStartException.class)
                        .hasMessageContaining("\"out\"")
                        .hasMessageContaining("cannot append to " + path + ": " + reason);
            }
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
        Logger logger = (Logger) LoggerFactory.getLogger("io.wishbone.module.out");
        logger.setLevel(ch.qos.logback.classic.Level.OFF);
        try (OutputBench bench = writingTo(full).start()) {
            bench.send("a", "b");
            bench.send("c");

            assertThat(bench.successful.events).isEmpty();
            assertThat(bench.failed.texts()).containsExactly("a", "b", "c");
            assertThat(bench.failed.events)
                    .allSatisfy(event ->
                            assertThat(event.header("out", "error")).asString().contains("No space left on device"));
            assertThat(bench.metric("module.out.write_errors_total")).isEqualTo(2);
            StopReport report = bench.stop();
            assertThat(report.isClean()).isTrue();
            assertThat(report.ledger().module("out").failed()).isEqualTo(3);
        } finally {
            logger.setLevel(null);
        }
    }
}
