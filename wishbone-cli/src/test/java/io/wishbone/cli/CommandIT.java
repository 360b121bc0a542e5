package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drives the command as its users do: as a process, with signals and files. */
class CommandIT {
    private static final Path LIB = Path.of("target/wishbone/lib").toAbsolutePath();
    private static final Pattern LISTENING = Pattern.compile("listening on \\S*?:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String RELAY = """
            modules:
              listen: {module: wishbone.input.tcp, arguments: {port: %s}}
              out: {module: wishbone.output.stdout}
            routingtable:
              - listen.outbox -> out.inbox
            settings: {stop_deadline: 20s}
            """;

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();
    private Path config = Path.of("");

    /** What a finished command left. */
    private record Result(int code, String out, String err) {}

    @BeforeEach
    void writeConfig() throws IOException {
        config = write("relay.yaml", RELAY.formatted(0));
    }

    @AfterEach
    void endWhatWasStarted() throws Exception {
        if (Files.exists(directory.resolve("wishbone.pid"))) {
            run("kill");
        }
        processes.forEach(Process::destroyForcibly);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private Process launch(Path out, Path err, String... args) throws IOException {
        return launch(Map.of(), out, err, args);
    }

    private Process launch(Map<String, String> environment, Path out, Path err, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxDirectMemorySize=64m",
                "-cp",
                LIB + "/*",
                "io.wishbone.cli.Main"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Result run(String... args) throws Exception {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = launch(out, err, args);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static int awaitPort(Path log) {
        await().atMost(PATIENCE)
                .until(() -> Files.exists(log) && Files.readString(log).contains(" started, pid "));
        try {
            Matcher found = LISTENING.matcher(Files.readString(log));
            assertThat(found.find()).isTrue();
            return Integer.parseInt(found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                OutputStream stream = socket.getOutputStream()) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void awaitLine(Path file, String line) {
        await().atMost(PATIENCE).until(() -> Files.readString(file).lines().anyMatch(line::equals));
    }

    private static long pidOf(Result started) {
        Matcher pid = Pattern.compile("started, pid (\\d+)").matcher(started.out());
        assertThat(pid.find()).as("%s", started).isTrue();
        return Long.parseLong(pid.group(1));
    }

    @Test
    void debugsUntilASignalComes() throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = launch(out, err, "debug", "--config", config.toString());
        send(awaitPort(err), "hello\nworld\n");
        awaitLine(out, "world");
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(out).hasContent("hello\nworld\n");
        assertThat(Files.readString(err))
                .contains("SIGTERM: stopping", "nothing left", "in 2 = out 2 + dropped 0 + size 0");
    }

    @Test
    void stopsAtOnceAtTheSecondSignal() throws Exception {
        Path stuck = write("stuck.yaml", """
                modules:
                  clock: {module: input.generator, arguments: {interval: 1ms}}
                  send: {module: output.tcp, arguments: {endpoints: "127.0.0.1:1"}}
                routingtable:
                  - clock.outbox -> send.inbox
                settings: {stop_deadline: 10m}
                """);
        Path err = directory.resolve("err");
        Process process = launch(directory.resolve("out"), err, "debug", "--config", stuck.toString());
        await().atMost(PATIENCE).until(() -> Files.readString(err).contains("trying again"));
        process.destroy();
        await().atMost(PATIENCE).until(() -> Files.readString(err).contains("SIGTERM: stopping, within"));
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(err)).contains("stopping at once", "left in");
    }

    @Test
    void runsInTheBackground() throws Exception {
        Path log = directory.resolve("wishbone.log");
        Result started = run("start", "--config", config.toString());
        assertThat(started.code()).as("%s", started).isZero();
        send(awaitPort(log), "hello\n");
        awaitLine(log, "hello");
        Result status = run("status");
        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("running, pid " + pidOf(started));

        Result again = run("start", "--config", config.toString());
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("already running, pid " + pidOf(started));

        Result stopped = run("stop");
        assertThat(stopped.code()).as("%s", stopped).isZero();
        assertThat(stopped.out()).isEqualTo("stopped, pid " + pidOf(started) + ", nothing left\n");
        assertThat(directory.resolve("wishbone.pid")).doesNotExist();
        assertThat(run("status").code()).isEqualTo(1);
        Result nothing = run("stop");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.err()).contains("not running");
    }

    @Test
    void reopensFilesAtAHangUp() throws Exception {
        Path events = directory.resolve("events.log");
        Path moved = directory.resolve("events.log.1");
        Path toFile = write("file.yaml", """
                modules:
                  listen: {module: wishbone.input.tcp, arguments: {port: 0}}
                  out: {module: wishbone.output.file, arguments: {path: %s}}
                routingtable:
                  - listen.outbox -> out.inbox
                """.formatted(events));
        Path log = directory.resolve("wishbone.log");
        Result started = run("start", "--config", toFile.toString());
        assertThat(started.code()).as("%s", started).isZero();
        int port = awaitPort(log);
        send(port, "before\n");
        awaitLine(events, "before");
        Files.move(events, moved);
        signal("HUP", pidOf(started));
        await().atMost(PATIENCE).until(() -> Files.exists(events));
        send(port, "after\n");
        awaitLine(events, "after");

        assertThat(moved).hasContent("before\n");
        assertThat(Files.readString(log)).contains("SIGHUP: reopening files");
        assertThat(run("stop").code()).isZero();
        assertThat(events).hasContent("after\n");
    }

    @Test
    void reloadsItsFile() throws Exception {
        Path first = directory.resolve("first.log");
        Path second = directory.resolve("second.log");
        String pipeline = """
                modules:
                  listen: {module: wishbone.input.tcp, arguments: {port: 0}}
                  out: {module: wishbone.output.file, arguments: {path: %s}}
                routingtable:
                  - listen.outbox -> out.inbox
                settings: {event_loops: %d}
                """;
        Path file = write("file.yaml", pipeline.formatted(first, 1));
        Path log = directory.resolve("wishbone.log");
        Result started = run("start", "--config", file.toString());
        assertThat(started.code()).as("%s", started).isZero();
        int port = awaitPort(log);
        send(port, "before\n");
        awaitLine(first, "before");

        assertThat(Files.readString(log)).contains("with 1 event loop(s)");

        write("file.yaml", pipeline.formatted(second, 2));
        Result reloaded = run("reload");
        assertThat(reloaded.code()).as("%s", reloaded).isZero();
        assertThat(reloaded.out())
                .contains(
                        "~ module out (wishbone.output.file)",
                        "path: \"" + first + "\" -> \"" + second + "\"",
                        "~ setting event_loops: 1 -> 2 (needs a restart)",
                        "reloaded ");
        send(port, "after\n");
        awaitLine(second, "after");

        write("file.yaml", pipeline.formatted(directory.resolve("nosuch/third.log"), 1));
        Result failed = run("reload");
        assertThat(failed.code()).as("%s", failed).isEqualTo(1);
        assertThat(failed.out()).contains("not reloaded, what ran before runs again");

        write("file.yaml", pipeline.formatted(first, 1).replace("output.file", "output.fiel"));
        Result invalid = run("reload");
        assertThat(invalid.code()).as("%s", invalid).isEqualTo(2);
        assertThat(invalid.out()).contains("not reloaded, all runs on as it was", "file.yaml:3:", "output.fiel");
        send(port, "at last\n");
        awaitLine(second, "at last");
        assertThat(run("stop").code()).isZero();
        assertThat(first).hasContent("before\n");
        assertThat(second).hasContent("after\nat last\n");
    }

    private static void signal(String name, long pid) throws Exception {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void startsAgainAfterAKill() throws Exception {
        Result first = run("start", "--config", config.toString());
        ProcessHandle.of(pidOf(first)).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).until(() -> ProcessIdentity.of(pidOf(first)).isEmpty());
        assertThat(run("status").out()).contains("has ended without a stop");
        Result second = run("start", "--config", config.toString());
        assertThat(second.code()).as("%s", second).isZero();
        assertThat(second.err()).contains("removed stale pid file");
        assertThat(run("kill").out()).isEqualTo("killed, pid " + pidOf(second) + "\n");
        assertThat(directory.resolve("wishbone.pid")).doesNotExist();
    }

    @Test
    void tellsWhyItDoesNotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path busy = write("busy.yaml", RELAY.formatted(taken.getLocalPort()));
            for (String verb : List.of("debug", "start")) {
                Result result = run(verb, "--config", busy.toString());
                assertThat(result.code()).isEqualTo(1);
                assertThat(result.err())
                        .contains("127.0.0.1:" + taken.getLocalPort())
                        .doesNotContain("\tat ");
            }
        }
        assertThat(directory.resolve("wishbone.pid")).doesNotExist();
    }

    @Test
    void goesOnWhereAReloadCannotListen() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path file = write("relay.yaml", RELAY.formatted(port));
        Result started = run("start", "--config", file.toString());
        assertThat(started.code()).as("%s", started).isZero();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            write("relay.yaml", RELAY.formatted(taken.getLocalPort()));
            Result failed = run("reload");

            assertThat(failed.code()).as("%s", failed).isEqualTo(1);
            assertThat(failed.out())
                    .contains("127.0.0.1:" + taken.getLocalPort(), "not reloaded, what ran before runs again");
        }
        send(port, "still here\n");
        awaitLine(directory.resolve("wishbone.log"), "still here");
        assertThat(run("stop").code()).isZero();
    }

    @Test
    void refusesAnInvalidFileBeforeAnythingStarts() throws Exception {
        Path invalid = write("invalid.yaml", RELAY.formatted("abc"));
        for (String verb : List.of("debug", "start", "validate", "graph")) {
            Result result = run(verb, "--config", invalid.toString());
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains("invalid.yaml:2:", "^").doesNotContain("\tat ");
        }
        assertThat(directory.resolve("wishbone.log")).doesNotExist();
    }

    @Test
    void hasNoColoursWhereTheyAreNotWanted() throws Exception {
        Path out = directory.resolve("out");
        Map<String, String> forced = Map.of("CLICOLOR_FORCE", "1");
        assertThat(launch(forced, out, out, "--help").waitFor()).isZero();
        assertThat(Files.readString(out)).contains("\u001B[");

        Map<String, String> unwanted = Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1");
        assertThat(launch(unwanted, out, out, "--help").waitFor()).isZero();
        assertThat(Files.readString(out)).contains("Usage: wishbone").doesNotContain("\u001B");
    }

    @Test
    void completesVerbsInBash() throws Exception {
        Path script = write("completion.bash", run("completion", "bash").out());
        Path out = directory.resolve("out");
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(wishbone val); COMP_CWORD=1; _complete_wishbone;"
                                + " echo \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(bash.waitFor()).isZero();
        assertThat(Files.readString(out)).isEqualTo("validate\n");
    }

    @Test
    void startsWithSeveralFiles() throws Exception {
        Path parts = Files.createDirectory(directory.resolve("conf.d"));
        Files.move(config, parts.resolve("relay.yaml"));
        Path more = write("more.yaml", "modules: {idle: {module: output.null}}");
        Result started = run("start", "--config", more.toString(), "-c", parts.toString());
        assertThat(started.code()).as("%s", started).isZero();
        Result status = run("status", "--json");
        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("\"running\": true", "\"pid\": " + pidOf(started), "more.yaml", "conf.d");
        assertThat(Files.readString(directory.resolve("wishbone.log"))).contains("3 modules, 1 route started");
        assertThat(run("stop").code()).isZero();
    }
}
