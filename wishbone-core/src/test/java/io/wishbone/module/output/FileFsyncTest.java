package io.wishbone.module.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import io.wishbone.testkit.SteppedModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFsyncTest {
    @TempDir
    private Path folder;

    private final FakeFiles files = new FakeFiles();

    private Path file() {
        return folder.resolve("events.log");
    }

    private SteppedModule start(Fsync fsync) {
        FileOutputConfig config =
                FileOutputConfig.builder().path(file()).fsync(fsync).build();
        return SteppedModule.start("out", new FileOutput(config, files));
    }

    @Test
    void forcesNothingByDefault() {
        try (SteppedModule out = start(Fsync.NEVER)) {
            out.feed("inbox", Event.of("a"));
            out.advance(Duration.ofDays(1));
        }
        assertThat(files.forced).isZero();
    }

    @Nested
    class ForEachBatch {
        @Test
        void forcesOnceBeforeItsEventsSucceed() {
            try (SteppedModule out = start(Fsync.BATCH)) {
                out.feed("inbox", Event.of("a"), Event.of("b"));
                assertThat(files.forced).isEqualTo(1);
                assertThat(out.textsFrom("successful")).containsExactly("a", "b");
                out.feed("inbox", Event.of("c"));
                assertThat(files.forced).isEqualTo(2);
            }
            assertThat(files.forced).isEqualTo(2);
        }

        @Test
        void failsEventsThatAreWrittenButMayNotBeOnTheDisk() throws IOException {
            try (SteppedModule out = start(Fsync.BATCH)) {
                out.expectWarning("cannot write to " + file() + ": Input/output error");
                files.forceFails = true;
                out.feed("inbox", Event.of("a"), Event.of("b"));
                assertThat(out.textsFrom("failed")).containsExactly("a", "b");
                assertThat(out.takeFrom("successful")).isEmpty();
                files.forceFails = false;
                out.feed("inbox", Event.of("c"));

                assertThat(out.textsFrom("successful")).containsExactly("c");
                assertThat(Files.readString(file())).isEqualTo("a\nb\nc\n");
            }
        }
    }

    @Nested
    class AtAnInterval {
        private final Fsync everySecond = Fsync.every(Duration.ofSeconds(1));

        @Test
        void forcesSoonAfterEventsHaveSucceeded() {
            try (SteppedModule out = start(everySecond)) {
                out.feed("inbox", Event.of("a"));
                assertThat(out.textsFrom("successful")).containsExactly("a");
                out.advance(Duration.ofMillis(500));
                out.feed("inbox", Event.of("b"));
                assertThat(files.forced).isZero();
                out.advance(Duration.ofMillis(500));
                assertThat(files.forced).isEqualTo(1);
                out.advance(Duration.ofHours(1));
                assertThat(files.forced).isEqualTo(1);
            }
        }

        @Test
        void forcesWhatIsLeftAtTheEnd() {
            try (SteppedModule out = start(everySecond)) {
                out.feed("inbox", Event.of("a"));
            }
            assertThat(files.forced).isEqualTo(1);
        }

        @Test
        void triesAgainAfterAnError() {
            try (SteppedModule out = start(everySecond)) {
                out.expectWarning("cannot force " + file() + " to the disk: Input/output error; trying again");
                files.forceFails = true;
                out.feed("inbox", Event.of("a"));
                out.advance(Duration.ofSeconds(3));
                assertThat(out.counter("fsync_errors_total")).isEqualTo(3);
                assertThat(out.warnings()).hasSize(1);
                files.forceFails = false;
                out.advance(Duration.ofSeconds(1));

                assertThat(files.forced).isEqualTo(1);
            }
        }

        @Test
        void forcesTheOldFileBeforeItIsRotated() {
            FileOutputConfig config = FileOutputConfig.builder()
                    .path(file())
                    .rotateSize(2)
                    .fsync(everySecond)
                    .build();
            try (SteppedModule out = SteppedModule.start("out", new FileOutput(config, files))) {
                out.feed("inbox", Event.of("a"), Event.of("b"));

                assertThat(files.forced).isEqualTo(1);
                assertThat(out.counter("rotations_total")).isEqualTo(1);
            }
        }
    }

    @Test
    void goesOnAfterADiskThatWasFull() throws IOException {
        try (SteppedModule out = start(Fsync.BATCH)) {
            out.expectWarning("cannot write to " + file() + ": No space left on device; events go to \"out.failed\"");
            files.free(7);
            out.feed("inbox", Event.of("whole"), Event.of("cut"), Event.of("unwritten"));
            out.feed("inbox", Event.of("none"));
            assertThat(out.textsFrom("successful")).containsExactly("whole");
            List<Event> failed = out.takeFrom("failed");
            assertThat(failed).extracting(Event::text).containsExactly("cut", "unwritten", "none");
            assertThat(failed)
                    .allSatisfy(event ->
                            assertThat(event.header("out", "error")).asString().contains("No space left on device"));
            files.freeAll();
            out.feed("inbox", Event.of("after"));

            assertThat(out.textsFrom("successful")).containsExactly("after");
            assertThat(Files.readString(file())).isEqualTo("whole\nc\nafter\n");
            assertThat(out.counter("write_errors_total")).isEqualTo(2);
            assertThat(out.warnings()).hasSize(1);
        }
    }

    @Test
    void writesTheRestOfWhatWasWrittenInPart() throws IOException {
        try (SteppedModule out = start(Fsync.NEVER)) {
            files.mostAtOnce(3);
            out.feed("inbox", Event.of("a longer line"), Event.of("b"));

            assertThat(Files.readString(file())).isEqualTo("a longer line\nb\n");
            assertThat(out.textsFrom("successful")).hasSize(2);
        }
    }
}
