package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the command as its users do: as a process, in a directory. <em>Immutable.</em> */
final class CommandProcess {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path LIB = Path.of("target/wishbone/lib").toAbsolutePath();

    private final Path directory;

    private CommandProcess(Path directory) {
        this.directory = directory;
    }

    /** What a finished command left. */
    record Result(int code, String out, String err) {}

    static CommandProcess in(Path directory) {
        return new CommandProcess(directory);
    }

    Process launch(Path out, Path err, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxDirectMemorySize=64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                LIB + "/*",
                "io.wishbone.cli.Main"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    Result run(String... args) throws Exception {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = launch(out, err, args);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Runs one that must end with exit code 0. */
    Result succeed(String... args) throws Exception {
        Result result = run(args);
        assertThat(result.code()).as("%s", result).isZero();
        return result;
    }

    static void awaitText(Path file, String text) {
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.readString(file).contains(text));
    }
}
