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
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRotationTest implements ModuleContract {
    @TempDir
    private Path folder;

    private final FakeFiles files = new FakeFiles();
    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = folder.resolve("events.log");
    }

    @Override
    public Actor newModule() {
        return new FileOutput(ofSize(3)
                .rotateAge(Duration.ofSeconds(1))
                .fsync(Fsync.every(Duration.ofSeconds(1)))
                .build());
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of("a"), Event.of("b"));
    }

    private FileOutputConfig.Builder ofSize(long bytes) {
        return FileOutputConfig.builder().path(file).rotateSize(bytes);
    }

    private SteppedModule start(FileOutputConfig.Builder config) {
        return SteppedModule.start("out", new FileOutput(config.build(), files));
    }

    private static void feed(SteppedModule out, String... lines) {
        out.feed("inbox", Stream.of(lines).map(Event::of).toList());
    }

    /** The contents of all files, the oldest first, the current one last; lines end with |. */
    private List<String> contents() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> old = all.filter(path -> !path.equals(file)).sorted().toList();
            return Stream.concat(old.stream(), Stream.of(file))
                    .map(FileRotationTest::read)
                    .toList();
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path).replace('\n', '|');
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class BySize {
        @Test
        void fillsAFileToTheLastByte() throws IOException {
            try (SteppedModule out = start(ofSize(6))) {
                feed(out, "aa", "bb", "cc");
                feed(out, "dd");
                feed(out, "ee");

                assertThat(contents()).containsExactly("aa|bb|", "cc|dd|", "ee|");
                assertThat(out.textsFrom("successful")).containsExactly("aa", "bb", "cc", "dd", "ee");
                assertThat(out.counter("rotations_total")).isEqualTo(2);
            }
        }

        @Test
        void neverCutsALineThatIsLongerThanAFileMayBe() throws IOException {
            try (SteppedModule out = start(ofSize(4))) {
                feed(out, "a", "longer than that", "b");

                assertThat(contents()).containsExactly("a|", "longer than that|", "b|");
            }
        }

        @Test
        void countsWhatTheFileHasAtTheStart() throws IOException {
            Files.writeString(file, "before\n");
            try (SteppedModule out = start(ofSize(8))) {
                feed(out, "a");

                assertThat(contents()).containsExactly("before|", "a|");
            }
        }

        @Test
        void doesNotEndALineThatWasCutInTheOldFileInTheNewOne() throws IOException {
            Files.writeString(file, "cut he");
            try (SteppedModule out = start(ofSize(7))) {
                feed(out, "after");

                assertThat(contents()).containsExactly("cut he", "after|");
            }
        }

        @Test
        void keepsTheNewestFiles() throws IOException {
            try (SteppedModule out = start(ofSize(2).rotateKeep(2))) {
                feed(out, "a", "b", "c", "d", "e");

                assertThat(contents()).containsExactly("c|", "d|", "e|");
            }
        }

        @Test
        void namesOldFilesByTheTimeAtWhichTheyWereMoved() throws IOException {
            try (SteppedModule out = start(ofSize(2))) {
                out.advance(Duration.ofMillis(90_123));
                feed(out, "a", "b");

                assertThat(folder.resolve("events.log.20260101T000130.123Z")).hasContent("a\n");
            }
        }

        @Test
        void keepsTheOrderOfNamesThoughTheClockJumpsBack() throws IOException {
            try (SteppedModule out = start(ofSize(2).rotateKeep(3))) {
                feed(out, "a", "b");
                out.jumpClock(Duration.ofDays(-400));
                feed(out, "c", "d", "e");

                assertThat(contents()).containsExactly("b|", "c|", "d|", "e|");
            }
        }
    }

    @Nested
    class ByAge {
        private FileOutputConfig.Builder hourly() {
            return FileOutputConfig.builder().path(file).rotateAge(Duration.ofHours(1));
        }

        @Test
        void rotatesThoughNoEventCame() throws IOException {
            try (SteppedModule out = start(hourly())) {
                feed(out, "a");
                out.advance(Duration.ofMinutes(59));
                assertThat(contents()).containsExactly("a|");
                out.advance(Duration.ofMinutes(1));
                assertThat(contents()).containsExactly("a|", "");
                feed(out, "b");

                assertThat(contents()).containsExactly("a|", "b|");
            }
        }

        @Test
        void leavesAnEmptyFileWhereItIs() throws IOException {
            try (SteppedModule out = start(hourly())) {
                out.advance(Duration.ofHours(5));
                assertThat(contents()).containsExactly("");
                feed(out, "a");
                out.advance(Duration.ofHours(1));

                assertThat(contents()).containsExactly("a|", "");
            }
        }

        @Test
        void countsTheAgeFromTheLastRotation() throws IOException {
            try (SteppedModule out = start(hourly().rotateSize(2))) {
                out.advance(Duration.ofMinutes(30));
                feed(out, "a", "b");
                out.advance(Duration.ofMinutes(59));
                assertThat(contents()).containsExactly("a|", "b|");
                out.advance(Duration.ofMinutes(1));

                assertThat(contents()).containsExactly("a|", "b|", "");
            }
        }

        @Test
        void measuresTimeThatPassesNotTheTimeOfDay() throws IOException {
            try (SteppedModule out = start(hourly())) {
                feed(out, "a");
                out.jumpClock(Duration.ofDays(2));
                out.advance(Duration.ofMinutes(59));

                assertThat(contents()).containsExactly("a|");
            }
        }
    }

    @Nested
    class LeavesAlone {
        @Test
        void filesThatAreNotItsOwn() throws IOException {
            List<String> others = List.of(
                    "events.log.1",
                    "events.log.bak",
                    "events.log.20200101",
                    "events.log.20200101T000000Z",
                    "events.log.20200101T000000.000Z.gz",
                    "events.log.20201301T000000.000Z",
                    "other.log.20200101T000000.000Z");
            for (String other : others) {
                Files.writeString(folder.resolve(other), other);
            }
            Path directory = Files.createDirectory(folder.resolve("events.log.20200101T000000.000Z"));
            try (SteppedModule out = start(ofSize(2).rotateKeep(1))) {
                feed(out, "a", "b", "c");
            }
            assertThat(others)
                    .allSatisfy(other -> assertThat(folder.resolve(other)).hasContent(other));
            assertThat(directory).isDirectory();
            assertThat(file).hasContent("c\n");
        }

        @Test
        void whateverHasTheNameThatAnOldFileWouldGet() throws IOException {
            Path taken = Files.createDirectory(folder.resolve("events.log.20260101T000000.000Z"));
            try (SteppedModule out = start(ofSize(2))) {
                feed(out, "a", "b");
            }
            assertThat(taken).isEmptyDirectory();
            assertThat(folder.resolve("events.log.20260101T000000.001Z")).hasContent("a\n");
        }

        @Test
        void aSymbolicLink() throws IOException {
            Path real = Files.createDirectory(folder.resolve("disk")).resolve("real.log");
            Files.createSymbolicLink(file, real);
            try (SteppedModule out = start(ofSize(2))) {
                feed(out, "a", "b");
            }
            assertThat(file).isSymbolicLink();
            assertThat(real).hasContent("b\n");
            assertThat(real.resolveSibling("real.log.20260101T000000.000Z")).hasContent("a\n");
        }
    }

    @Nested
    class Failing {
        @Test
        void goesOnWithTheFileAsItIsAndTriesAgainLater() throws IOException {
            try (SteppedModule out = start(ofSize(2))) {
                out.expectWarning("cannot rotate " + file + ": cannot append to " + file
                        + ": Too many open files; going on with the file as it is");
                files.openFails = true;
                feed(out, "a", "b");
                feed(out, "c");
                assertThat(contents()).containsExactly("a|b|c|");
                assertThat(out.textsFrom("successful")).containsExactly("a", "b", "c");
                assertThat(out.counter("rotate_errors_total")).isEqualTo(1);

                out.advance(Rotation.PAUSE);
                feed(out, "d");
                assertThat(out.counter("rotate_errors_total")).isEqualTo(2);
                files.openFails = false;
                out.advance(Rotation.PAUSE);
                feed(out, "e");

                assertThat(contents()).containsExactly("a|b|c|d|", "e|");
                assertThat(out.warnings()).hasSize(2);
            }
        }

        @Test
        void triesAnAgedFileAgainAfterAPause() throws IOException {
            FileOutputConfig.Builder config =
                    FileOutputConfig.builder().path(file).rotateAge(Duration.ofDays(1));
            try (SteppedModule out = start(config)) {
                out.expectWarning("cannot rotate");
                feed(out, "a");
                files.openFails = true;
                out.advance(Duration.ofDays(1));
                assertThat(contents()).containsExactly("a|");
                files.openFails = false;
                out.advance(Rotation.PAUSE);

                assertThat(contents()).containsExactly("a|", "");
            }
        }

        @Test
        void findsNothingToMoveWhereSomeoneElseMovedTheFile() throws IOException {
            try (SteppedModule out = start(ofSize(2))) {
                feed(out, "a");
                Files.move(file, folder.resolve("events.log.1"));
                feed(out, "b");

                assertThat(contents()).containsExactly("a|", "b|");
            }
        }

        @Test
        void refusesWhatIsNoRegularFile() {
            Path device = Path.of("/dev/null");
            assumeThat(device).exists();

            assertThatThrownBy(() -> start(ofSize(2).path(device)))
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessageContaining("cannot rotate /dev/null: it is no regular file");
        }
    }
}
