package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.cli.CommandProcess.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs several processes of one bootstrap file that share their ports. */
@EnabledOnOs(OS.LINUX)
class InstancesIT {
    private static final Pattern STARTED = Pattern.compile("started, pid (\\d+), instance \\d of 2");
    private static final int CONNECTIONS = 60;
    private static final String PIPELINE = """
            modules:
              listen: {module: input.tcp, arguments: {port: %d, %s}}
              out: {module: output.file, arguments: {path: "events-${WISHBONE_INSTANCE}.log"}}
            routingtable:
              - listen.outbox -> out.inbox
            settings: {stop_deadline: 20s%s}
            """;

    @TempDir
    Path directory;

    private int port;

    @BeforeEach
    void findPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    @AfterEach
    void end() throws Exception {
        if (Files.exists(directory.resolve("wishbone.pid"))) {
            command().run("kill");
        }
    }

    private CommandProcess command() {
        return CommandProcess.in(directory);
    }

    private String write(String argument, String setting) throws IOException {
        String text = PIPELINE.formatted(port, argument, setting);
        return Files.writeString(directory.resolve("relay.yaml"), text).toString();
    }

    private List<Long> start() throws Exception {
        Result started = command().succeed("start", "--instances", "2", "--config", write("address: 127.0.0.1", ""));
        List<Long> pids = new ArrayList<>();
        Matcher line = STARTED.matcher(started.out());
        while (line.find()) {
            pids.add(Long.parseLong(line.group(1)));
        }
        assertThat(pids).as("%s", started).hasSize(2).doesNotHaveDuplicates();
        return pids;
    }

    private List<String> events(int instance) throws IOException {
        Path file = directory.resolve("events-" + instance + ".log");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private List<String> events() throws IOException {
        List<String> all = new ArrayList<>(events(1));
        all.addAll(events(2));
        return all;
    }

    private void send(String line) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(CommandProcess.PATIENCE)
                .until(() -> ProcessIdentity.of(pid).isEmpty());
    }

    @Test
    void shareAPortAndStopTogether() throws Exception {
        List<Long> pids = start();
        List<String> lines =
                IntStream.range(0, CONNECTIONS).mapToObj(Integer::toString).toList();
        for (String line : lines) {
            send(line);
        }
        await().atMost(CommandProcess.PATIENCE).until(() -> events().size() >= CONNECTIONS);

        Result status = command().succeed("status");
        assertThat(status.out())
                .contains(
                        "running, pid " + pids.get(0) + ", instance 1", "running, pid " + pids.get(1) + ", instance 2");
        assertThat(command().succeed("status", "--json").out())
                .contains("\"running\": true", "\"instances\": [", "\"pid\": " + pids.get(1));
        Result again = command().run("start", "--instances", "2", "--config", write("address: 127.0.0.1", ""));
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err())
                .contains("already running, pid " + pids.get(0) + ", instance 1; pid " + pids.get(1) + ", instance 2");

        Result stopped = command().succeed("stop");
        assertThat(stopped.out())
                .isEqualTo("stopped, pid " + pids.get(0) + ", instance 1, nothing left\nstopped, pid " + pids.get(1)
                        + ", instance 2, nothing left\n");
        assertThat(directory.resolve("wishbone.pid")).doesNotExist();
        assertThat(events()).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(events(1)).isNotEmpty();
        assertThat(events(2)).isNotEmpty();
    }

    @Test
    void reloadOneAfterTheOther() throws Exception {
        List<Long> pids = start();
        write("address: 127.0.0.1", ", log_level: debug");
        assertThat(command().succeed("reload").out())
                .contains("instance 1, pid " + pids.get(0) + ":", "instance 2, pid " + pids.get(1) + ":")
                .containsSubsequence("reloaded ", "reloaded ");
        write("reuse_port: false", "");
        Result refused = command().run("reload");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out()).contains("reuse_port is false, but 2 instances share the port");
        command().succeed("stop");
    }

    @Test
    void goOnWithoutOneThatWasKilled() throws Exception {
        List<Long> pids = start();
        kill(pids.get(1));
        Result status = command().run("status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out())
                .contains(
                        "running, pid " + pids.get(0) + ", instance 1",
                        "not running: pid " + pids.get(1) + ", instance 2 has ended without a stop");
        send("still there");
        await().atMost(CommandProcess.PATIENCE).until(() -> events().contains("still there"));
        Result stopped = command().run("stop");
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.out()).contains("stopped, pid " + pids.get(0));
        assertThat(stopped.err()).contains("pid " + pids.get(1) + ", instance 2 had ended without a stop");
        assertThat(directory.resolve("wishbone.pid")).doesNotExist();
    }

    @Test
    void startAgainWhenAllWereKilled() throws Exception {
        start().forEach(InstancesIT::kill);
        assertThat(command().run("status").out()).contains("instance 2 has ended", "is stale");
        List<Long> second = start();
        assertThat(command().succeed("kill").out())
                .contains("killed, pid " + second.get(0) + ", instance 1", "killed, pid " + second.get(1));
        assertThat(directory.resolve("wishbone.pid")).doesNotExist();
    }

    @Test
    void endAgainWhereOneCannotStart() throws Exception {
        Files.createDirectories(directory.resolve("events-2.log"));
        Result failed = command().run("start", "--instances", "2", "--config", write("address: 127.0.0.1", ""));
        assertThat(failed.code()).as("%s", failed).isEqualTo(1);
        assertThat(failed.err())
                .contains("not started: instance 2: ", "events-2.log", "the other instances were ended");
        assertThat(directory.resolve("wishbone.pid")).doesNotExist();
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void refuseWhatCannotBeShared() throws Exception {
        String admin = write("address: 127.0.0.1", ", admin: 9600");
        Result sameAdmin = command().run("start", "--instances", "2", "--config", admin);
        assertThat(sameAdmin.code()).isEqualTo(2);
        assertThat(sameAdmin.err())
                .contains("setting \"admin\": 127.0.0.1:9600 is the same in several instances", "${WISHBONE_INSTANCE}");

        Path one = Files.writeString(
                directory.resolve("one.yaml"), "modules: {out: {module: output.file, arguments: {path: e.log}}}");
        Result sameFile = command().run("start", "--instances", "2", "--config", one.toString());
        assertThat(sameFile.code()).isEqualTo(2);
        assertThat(sameFile.err()).contains("argument \"path\" of module \"out\": e.log is the same");

        Result tooMany = command().run("start", "--instances", "65", "--config", one.toString());
        assertThat(tooMany.code()).isEqualTo(2);
        assertThat(tooMany.err()).contains("--instances: 65 (expected: 1 to 64)");
    }
}
