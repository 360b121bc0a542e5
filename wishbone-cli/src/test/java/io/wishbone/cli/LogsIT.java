package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at the logs that the command writes as a process. */
class LogsIT {
    private static final String PASSWORD = "staple-of-horses";
    private static final String PIPELINE = """
            modules:
              listen: {module: input.tcp, arguments: {port: 0}}
              send:
                module: output.http
                arguments:
                  url: http://127.0.0.1:1/%s
                  auth: {username: it, password: "${file:password.txt}"}
            routingtable:
              - listen.outbox -> send.inbox
            settings: {log_level: %s, %s}
            """;

    @TempDir
    Path directory;

    private final ObjectMapper json = new ObjectMapper();

    @AfterEach
    void end() throws Exception {
        if (Files.exists(directory.resolve("wishbone.pid"))) {
            command().run("kill");
        }
    }

    private CommandProcess command() {
        return CommandProcess.in(directory);
    }

    private String write(String path, String level, String more) throws Exception {
        Files.writeString(directory.resolve("password.txt"), PASSWORD);
        return Files.writeString(directory.resolve("relay.yaml"), PIPELINE.formatted(path, level, more))
                .toString();
    }

    private String log() throws Exception {
        return Files.readString(directory.resolve("wishbone.log"));
    }

    @Test
    void isJsonFromTheFirstLineToTheLast() throws Exception {
        String format = "log_format: json, metrics_interval: 1s";
        command().succeed("start", "--config", write("a", "trace", format));
        write("b", "info", format);
        assertThat(command().succeed("reload").out()).contains("~ module send");
        assertThat(command().succeed("stop").out()).contains("nothing left");

        List<String> lines =
                log().lines().filter(line -> !line.startsWith("Picked up ")).toList();
        List<String> messages = new ArrayList<>();
        for (String line : lines) {
            JsonNode record = json.readTree(line);
            assertThat(record.get("timestamp").asText()).matches("\\d{4}(-\\d\\d){2}T\\d\\d(:\\d\\d){2}\\.\\d{3}Z");
            messages.add(record.get("message").asText());
        }
        assertThat(messages)
                .anyMatch(message -> message.contains(" started, pid "))
                .anyMatch(message -> message.contains("wishbone has handled a reload, pid "))
                .anyMatch(message -> message.contains("nothing left"));
        assertThat(messages).last().asString().startsWith("wishbone ended, pid ");
    }

    @Test
    void doesNotEndTheServerWhenTheirDiskIsFull() throws Exception {
        assumeThat(Path.of("/dev/full")).exists();
        command().succeed("start", "--log", "/dev/full", "--config", write("a", "trace", "workers: 1"));

        assertThat(command().succeed("status").out()).startsWith("running, pid ");
        assertThat(command().succeed("stop").out()).contains("its log does not tell how: /dev/full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void neverShowsWhatIsSecret(String format) throws Exception {
        command().succeed("start", "--log-format", format, "--config", write(PASSWORD, "trace", "workers: 1"));
        write("other/" + PASSWORD, "trace", "workers: 2");
        CommandProcess.Result reloaded = command().succeed("reload");
        assertThat(reloaded.out()).contains("127.0.0.1:1/other/***").doesNotContain(PASSWORD);
        command().succeed("stop");
        assertThat(log()).contains("127.0.0.1:1/other/***").doesNotContain(PASSWORD);
    }

    @Test
    void changesItsLevelByAReload() throws Exception {
        command().succeed("start", "--config", write("a", "warn", "workers: 1"));
        assertThat(log()).doesNotContain(" INFO ");
        write("a", "debug", "workers: 1");
        assertThat(command().succeed("reload").out()).contains("reloaded ");
        write("a", "error", "workers: 1");
        assertThat(command().succeed("reload").out())
                .contains("~ setting log_level: debug -> error")
                .doesNotContain("reloaded ");
        assertThat(command().succeed("reload").out())
                .startsWith("wishbone has handled a reload, pid ")
                .hasLineCount(1);
        write("a", "loud", "workers: 1");
        CommandProcess.Result refused = command().run("reload");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out()).contains("\"log_level\": \"loud\" (expected: one of trace, debug");
        command().succeed("stop");
    }

    @Test
    void namesSettingsThatNeedARestart() throws Exception {
        command().succeed("start", "--config", write("a", "info", "workers: 1"));
        write("a", "info", "log_format: json, log_repeat_limit: 3");
        assertThat(command().succeed("reload").out())
                .contains(
                        "~ setting log_format: text -> json (needs a restart)",
                        "~ setting log_repeat_limit: 10 -> 3 (needs a restart)");
        command().succeed("stop");
    }

    @Test
    void goesToSyslog() throws Exception {
        try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            daemon.setSoTimeout((int) CommandProcess.PATIENCE.toMillis());
            String syslog = "log_target: syslog, source: edge, log_syslog: \"127.0.0.1:" + daemon.getLocalPort() + "\"";
            command().succeed("start", "--config", write("a", "info", syslog));
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            String message = "";
            while (!message.contains(" started, pid ")) {
                daemon.receive(packet);
                message = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            }
            assertThat(message).matches("<30>1 \\S+Z edge wishbone \\d+ - - INFO {2}wishbone - .* started, pid \\d+");
            command().succeed("stop");
            assertThat(log()).doesNotContain(" started, pid ").contains("wishbone ended, pid ");
        }
    }

    @Test
    void refusesAFormatThatThereIsNotAndAHostThatCannotBeFound() throws Exception {
        String config = write("a", "info", "log_target: syslog, log_syslog: \"no such host:514\"");
        CommandProcess.Result refused = command().run("debug", "--config", config, "--log-format", "xml");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--log-format", "xml");
        CommandProcess.Result failed = command().run("debug", "--config", config);
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).contains("\"log_syslog\": unknown host \"no such host\"");
    }
}
