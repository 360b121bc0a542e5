package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.router.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the bootstrap files which send on what comes by HTTP do so. */
class HttpForwardingIT {
    private static Router load(String file, int port, LineServer server) throws Exception {
        Map<String, String> environment = Map.of("PORT", Integer.toString(port), "ENDPOINT", server.endpoint());
        Router router = BootstrapLoader.create(Catalog.installed(), environment)
                .load(Path.of("bootstrap", file))
                .createRouter();
        router.start();
        return router;
    }

    private static HttpResponse<String> post(int port, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void linesGoOnOverTcp() throws Exception {
        int port = SyslogDaemon.freePort();
        try (LineServer server = new LineServer();
                Router router = load("http-to-tcp.yaml", port, server)) {
            HttpResponse<String> answer = post(port, "/lines", "one\ntwo\r\n\nthree");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"accepted\":3}");
            await().untilAsserted(() -> assertThat(server.lines()).containsExactly("one", "two", "three"));
            assertThat(router.stop(Duration.ofSeconds(10)).isClean()).isTrue();
            assertThat(router.ledger().isBalanced()).isTrue();
        }
    }

    @Test
    void objectsGoOnAsSyslogMessages() throws Exception {
        String start = "<%d>1 \\S+ gateway %s - - - ";
        int port = SyslogDaemon.freePort();
        try (LineServer server = new LineServer();
                Router router = load("ndjson-to-syslog.yaml", port, server)) {
            HttpResponse<String> apps = post(
                    port,
                    "/apps",
                    "{\"message\": \"disk is full\", \"severity\": \"err\", \"app_name\": \"shop\"}\nno JSON\n");
            assertThat(apps.statusCode()).isEqualTo(400);
            assertThat(apps.body()).startsWith("{\"accepted\":1,\"refused\":1,\"lines\":[{\"line\":2,");
            await().until(() -> server.lines().size() == 1);
            HttpResponse<String> audit = post(port, "/audit", "{\"message\": \"ann has logged in\"}\n");
            assertThat(audit.statusCode()).isEqualTo(200);
            await().until(() -> server.lines().size() == 2);

            assertThat(server.lines().get(0)).matches(start.formatted(131, "shop") + "disk is full");
            assertThat(server.lines().get(1)).matches(start.formatted(133, "\\S+") + "ann has logged in");
            assertThat(router.stop(Duration.ofSeconds(10)).isClean()).isTrue();
            assertThat(router.ledger().isBalanced()).isTrue();
        }
    }
}
