package io.wishbone.module.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileOutputConfigTest {
    private static FileOutputConfig.Builder config() {
        return FileOutputConfig.builder().path(Path.of("events.log"));
    }

    @Test
    void neitherRotatesNorForcesByDefault() {
        FileOutputConfig config = config().build();

        assertThat(config.rotates()).isFalse();
        assertThat(config.rotateKeep()).isEqualTo(5);
        assertThat(config.fsync()).isEqualTo(Fsync.NEVER);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config().rotateSize(-1).build())
                .withMessage("rotateSize: -1 (expected: >= 0; 0 is without limit)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config().rotateAge(Duration.ofMillis(1)).build())
                .withMessage("rotateAge: PT0.001S (expected: 1 s to 365 days, or 0 for ever)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config().rotateKeep(0).build())
                .withMessage("rotateKeep: 0 (expected: 1 to 10000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config().path(Path.of("/")).build())
                .withMessage("path: \"/\" (expected: the path of a file to append to)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fsync.every(Duration.ZERO))
                .withMessage("interval: PT0S (expected: 1 ms to 365 days)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fsync(Fsync.When.BATCH, Duration.ofSeconds(1)))
                .withMessage("interval: PT1S (expected: 0, as there is none)");
    }

    @ParameterizedTest
    @CsvSource({
        "path, '', the path of a file",
        "path, /, the path of a file",
        "rotate_size, 10 apples, 'a size such as 64KiB or 10MB, or a number of bytes, 0 or more'",
        "rotate_size, -1, 'a size such as 64KiB or 10MB, or a number of bytes, 0 or more'",
        "rotate_age, soon, 'a duration of 1s to 365d, such as 1h or 1d, or 0'",
        "rotate_age, 999ms, 'a duration of 1s to 365d, such as 1h or 1d, or 0'",
        "rotate_age, 366d, 'a duration of 1s to 365d, such as 1h or 1d, or 0'",
        "rotate_keep, 0, 'a whole number, 1 to 10000'",
        "rotate_keep, 1.5, 'a whole number, 1 to 10000'",
        "fsync, sometimes, 'never, batch, or a duration such as 500ms or 1s, 1ms to 365d'",
        "fsync, 0, 'never, batch, or a duration such as 500ms or 1s, 1ms to 365d'",
        "fsync, 400d, 'never, batch, or a duration such as 500ms or 1s, 1ms to 365d'"
    })
    void saysWhatAnArgumentTakes(String name, String value, String expected) {
        Argument<?> argument = FileOutputType.TYPE.argument(name).orElseThrow();

        assertThatThrownBy(() -> argument.type().read(value))
                .isInstanceOf(ArgumentException.class)
                .hasMessage(expected);
    }

    @Test
    void namesWhatAPathCannotHave() {
        Argument<?> path = FileOutputType.TYPE.argument("path").orElseThrow();

        assertThatThrownBy(() -> path.type().read("a\0b"))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("the path of a file, not: ");
    }

    @ParameterizedTest
    @CsvSource({"never, NEVER, 0", "batch, BATCH, 0", "always, BATCH, 0", "2, INTERVAL, 2000", "50ms, INTERVAL, 50"})
    void readsWhenToForce(String text, Fsync.When when, long millis) {
        assertThat(Fsync.parse(text)).isEqualTo(new Fsync(when, Duration.ofMillis(millis)));
    }

    @Test
    void makesAModuleOfAllArguments() {
        assertThat(FileOutputType.TYPE.create(
                        "out",
                        Map.of(
                                "path", "events.log",
                                "rotate_size", "64MiB",
                                "rotate_age", "1d",
                                "rotate_keep", 3,
                                "fsync", "1s")))
                .isInstanceOf(FileOutput.class);
    }
}
