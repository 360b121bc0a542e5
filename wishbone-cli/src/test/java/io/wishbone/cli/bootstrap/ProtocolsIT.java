package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.router.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what comes over the network is decoded and encoded. */
class ProtocolsIT {
    private static final String RELAY = """
            modules:
              listen:
                module: wishbone.input.tcp
                protocol: json
                arguments: {port: "${PORT}"}
              change:
                module: wishbone.process.modify
                arguments: {operations: [lowercase: data.level]}
              out:
                module: wishbone.output.file
                protocol: json
                arguments: {path: "${OUT}"}
              refused:
                module: wishbone.output.file
                arguments: {path: "${REFUSED}"}
            routingtable:
              - listen.outbox -> change.inbox
              - change.outbox -> out.inbox
              - listen.failed -> refused.inbox
            """;

    @TempDir
    Path directory;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void carriesJsonFromASocketToAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("relay.yaml"), RELAY);
        Path out = directory.resolve("out");
        Path refused = directory.resolve("refused");
        int port = freePort();
        Map<String, String> variables =
                Map.of("PORT", String.valueOf(port), "OUT", out.toString(), "REFUSED", refused.toString());
        try (Router router = BootstrapLoader.create(Catalog.installed(), variables)
                        .load(file)
                        .createRouter();
                Socket socket = connect(router, port)) {
            socket.getOutputStream()
                    .write("{\"level\":\"WARN\"}\n{oops\n{\"level\":\"ERROR\",\"n\":[1,2]}\n"
                            .getBytes(StandardCharsets.UTF_8));
            Awaitility.await().until(() -> Files.readAllLines(out).size() == 2);
            Awaitility.await().until(() -> Files.readAllLines(refused).size() == 1);
            router.stop(Duration.ofSeconds(10));
        }
        assertThat(Files.readAllLines(out))
                .containsExactly("{\"level\":\"warn\"}", "{\"level\":\"error\",\"n\":[1,2]}");
        assertThat(Files.readAllLines(refused)).containsExactly("{oops");
    }

    private static Socket connect(Router router, int port) throws IOException {
        router.start();
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }
}
