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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loses a receiver and gives it later what it missed, as an operator does. */
class ReplayIT {
    private static final Path LIB = Path.of("target/wishbone/lib").toAbsolutePath();
    private static final Pattern LISTENING = Pattern.compile("listening on \\S*?:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final byte[] SENT = {'t', 'e', 'x', 't', '\n', (byte) 0xff, 0, (byte) 0xc3, '(', '\n'};

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();
    private Path config = Path.of("");
    private Path dead = Path.of("");
    private int receiver;

    @BeforeEach
    void writeConfig() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            receiver = free.getLocalPort();
        }
        dead = directory.resolve("dead.jsonl");
        config = Files.writeString(directory.resolve("relay.yaml"), """
                modules:
                  listen: {module: wishbone.input.tcp, arguments: {port: 0}}
                  out:
                    module: wishbone.output.tcp
                    arguments: {endpoints: "127.0.0.1:%d", max_attempts: 1, min_backoff: 10ms}
                  dead: {module: wishbone.output.deadletter, arguments: {path: dead.jsonl}}
                routingtable:
                  - listen.outbox -> out.inbox
                  - out.failed -> dead.inbox
                """.formatted(receiver));
    }

    @AfterEach
    void endWhatWasStarted() {
        processes.forEach(Process::destroyForcibly);
    }

    /** A process of the command, and the files that have what it prints. */
    private record Run(Process process, Path out, Path err) {
        int end() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }
    }

    private Run run(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxDirectMemorySize=64m",
                "-cp",
                LIB + "/*",
                "io.wishbone.cli.Main"));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        processes.add(process);
        return new Run(process, out, err);
    }

    /** What a server that cannot reach its receiver leaves. */
    private void loseTheReceiver() throws Exception {
        Run server = run("debug", "--config", config.toString());
        await().atMost(PATIENCE).until(() -> Files.readString(server.err()).contains(" started, pid "));
        Matcher found = LISTENING.matcher(Files.readString(server.err()));
        assertThat(found.find()).isTrue();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(found.group(1)));
                OutputStream stream = socket.getOutputStream()) {
            stream.write(SENT);
        }
        await().atMost(PATIENCE).until(() -> Files.readAllLines(dead).size() == 2);
        server.process().destroy();
        assertThat(server.end()).isZero();
    }

    /** All that is sent on the one connection that a receiver takes. */
    private static byte[] received(ServerSocket server) {
        try (Socket socket = server.accept()) {
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void deliversWhatTheReceiverMissed() throws Exception {
        loseTheReceiver();
        Path letters = Files.move(dead, directory.resolve("missed.jsonl"));
        assertThat(letters)
                .content()
                .contains("\"module\":\"out\",\"queue\":\"inbox\"", "\"attempts\":1", "127.0.0.1:" + receiver);
        try (ServerSocket server = new ServerSocket(receiver, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<byte[]> bytes = CompletableFuture.supplyAsync(() -> received(server));
            Run replay = run("replay", "--config", config.toString(), letters.toString());

            assertThat(replay.end()).as(Files.readString(replay.err())).isZero();
            assertThat(replay.out()).hasContent("replayed 2 of 2, delivered 2, failed 0\n");
            assertThat(bytes.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(SENT);
        }
        assertThat(dead).isEmptyFile();
    }

    @Test
    void keepsWhatFailsAgain() throws Exception {
        loseTheReceiver();
        Path letters = Files.move(dead, directory.resolve("missed.jsonl"));
        Files.writeString(letters, Files.readString(letters, StandardCharsets.UTF_8) + "nonsense\n");
        Run strict = run("replay", "--config", config.toString(), letters.toString());
        assertThat(strict.end()).isEqualTo(2);
        assertThat(Files.readString(strict.err())).contains(letters + ":3: no dead letter: ");
        assertThat(dead).doesNotExist();

        Run replay = run("replay", "-c", config.toString(), "--skip-bad", "--queue", "out.inbox", letters.toString());

        assertThat(replay.end()).isEqualTo(1);
        assertThat(replay.out()).hasContent("replayed 2 of 2, delivered 0, failed 2, skipped 1 line\n");
        assertThat(Files.readString(replay.err())).contains("the first that failed: ", "module \"out\": ");
        assertThat(Files.readAllLines(dead))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"module\":\"out\"", "\"attempts\":1"));
    }
}
