package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Drives the command of the unpacked distribution. */
class DistributionIT {
    private static final String NAME = "wishbone-" + Version.ofWishbone();
    private static final Path ARCHIVE = Path.of("target", NAME + ".tar.gz").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();
    private Path home = Path.of("");
    private Path out = Path.of("");
    private Path err = Path.of("");

    @BeforeEach
    void unpack() throws Exception {
        home = directory.resolve(NAME);
        out = directory.resolve("out");
        err = directory.resolve("err");
        assertThat(finish(launch(Map.of(), "tar", "-xzf", ARCHIVE.toString())))
                .as("%s", ARCHIVE)
                .isZero();
    }

    @AfterEach
    void endWhatWasStarted() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process launch(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("WISHBONE_JAVA_OPTS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static int finish(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String launcher() {
        return home.resolve("bin/wishbone").toString();
    }

    @Test
    void hasWhatAServerNeeds() {
        assertThat(home.resolve("bin/wishbone")).isExecutable();
        assertThat(List.of(
                        "LICENSE",
                        "README.md",
                        "examples/quickstart.yaml",
                        "systemd/wishbone.service",
                        "completions/wishbone.bash",
                        "completions/wishbone.zsh"))
                .allSatisfy(file -> assertThat(home.resolve(file)).isNotEmptyFile());
    }

    @Test
    void validatesTheExampleThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), home.resolve("bin/wishbone"));
        String example = home.resolve("examples/quickstart.yaml").toString();
        assertThat(finish(launch(Map.of(), link.toString(), "validate", "--config", example)))
                .isZero();
        assertThat(out).content().contains("quickstart.yaml");
        assertThat(err).isEmptyFile();
    }

    @Test
    void debugsUntilASignalComes() throws Exception {
        String example = home.resolve("examples/quickstart.yaml").toString();
        Process process = launch(Map.of("PORT", "0"), launcher(), "debug", "--config", example);
        await().atMost(PATIENCE).until(() -> Files.readString(err).contains(" started, pid " + process.pid()));
        process.destroy();
        assertThat(finish(process)).isZero();
        assertThat(err).content().contains("SIGTERM: stopping", "nothing left");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsAServiceManagerHowItIs() throws Exception {
        Path config = Files.writeString(directory.resolve("idle.yaml"), "modules: {idle: {module: output.null}}");
        String address = directory.resolve("notify").toString();
        try (NotifySocket socket = new NotifySocket(address)) {
            Process process = launch(
                    Map.of(ServiceManager.VARIABLE, address), launcher(), "debug", "--config", config.toString());
            await().atMost(PATIENCE).until(() -> socket.notices().size() == 1);
            hangUp(process);
            await().atMost(PATIENCE).until(() -> socket.notices().size() == 3);
            Files.writeString(config, "modules: {idle: {module: output.nul}}");
            hangUp(process);
            await().atMost(PATIENCE).until(() -> socket.notices().size() == 5);
            process.destroy();
            assertThat(finish(process)).isZero();
            await().atMost(PATIENCE).until(() -> socket.notices().size() == 6);
            assertThat(socket.notices().stream().map(notice -> notice.replaceFirst("(?s)\n.*", "")))
                    .containsExactly("READY=1", "RELOADING=1", "READY=1", "RELOADING=1", "READY=1", "STOPPING=1");
            assertThat(socket.notices().get(4)).contains("STATUS=not reloaded, running ");
            assertThat(socket.notices().get(5)).contains("EXTEND_TIMEOUT_USEC=40000000");
        }
    }

    private static void hangUp(Process process) throws Exception {
        Process kill = new ProcessBuilder("sh", "-c", "kill -HUP " + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void letsTheUserSizeTheHeap() throws Exception {
        String flags = "-XX:+PrintFlagsFinal";
        assertThat(finish(launch(Map.of("WISHBONE_JAVA_OPTS", flags), launcher(), "--version")))
                .isZero();
        assertThat(out)
                .content()
                .containsPattern("MaxRAMPercentage += 50\\.0")
                .containsPattern("ExitOnOutOfMemoryError += true");
        assertThat(finish(launch(
                        Map.of("WISHBONE_JAVA_OPTS", flags, "JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=30"),
                        launcher(),
                        "--version")))
                .isZero();
        assertThat(out).content().containsPattern("MaxRAMPercentage += 30\\.0");
    }

    @Test
    void loadsClassesFromAnArchiveOnceThereIsOne() throws Exception {
        Map<String, String> tellsOfClasses = Map.of("WISHBONE_JAVA_OPTS", "-Xlog:class+load");
        String fromArchive = "io.wishbone.cli.Main source: shared objects file (top)";
        assertThat(finish(launch(tellsOfClasses, launcher(), "--version"))).isZero();
        assertThat(out).content().contains("io.wishbone.cli.Main").doesNotContain(fromArchive);

        assertThat(finish(launch(Map.of(), home.resolve("bin/wishbone-archive").toString())))
                .isZero();
        assertThat(finish(launch(tellsOfClasses, launcher(), "--version"))).isZero();
        assertThat(out).content().contains(fromArchive);

        Path jar = home.resolve("lib/wishbone-cli-" + Version.ofWishbone() + ".jar");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        assertThat(finish(launch(Map.of(), launcher(), "--version"))).isZero();
        assertThat(out).content().startsWith("wishbone " + Version.ofWishbone());
        assertThat(err).isEmptyFile();
    }

    @Test
    void tellsThatThereIsNoJdk() throws Exception {
        assertThat(finish(launch(Map.of("JAVA_HOME", directory.toString()), launcher(), "--version")))
                .isEqualTo(1);
        assertThat(err).content().contains("JAVA_HOME is " + directory + ", which has no bin/java");
    }
}
