package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.router.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the receivers of webhooks, from a bootstrap file and from Java, take what they should and answer. */
class WebhookIT {
    private static final Path FILE = Path.of("bootstrap/webhook.yaml");

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> post(int port, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theBootstrapFileTakesOrders() throws Exception {
        int port = freePort();
        try (Router router = BootstrapLoader.create(Catalog.installed(), Map.of("PORT", Integer.toString(port)))
                .load(FILE)
                .createRouter()) {
            router.start();

            HttpResponse<String> taken = post(port, "/orders", "{\"id\": 17}");
            assertThat(taken.statusCode()).isEqualTo(200);
            assertThat(taken.body()).isEqualTo("order 17 is taken\n");
            assertThat(post(port, "/orders", "{\"id\": 0}").statusCode()).isEqualTo(200);
            assertThat(post(port, "/orders", "{\"event\": \"order\"}").statusCode())
                    .isEqualTo(502);
            assertThat(post(port, "/orders", "{").statusCode()).isEqualTo(400);
            assertThat(post(port, "/batch", "{\"id\": 1}\n{\"id\": 2}\n").body())
                    .isEqualTo("{\"accepted\":2}");
            HttpResponse<String> partly = post(port, "/batch", "{\"id\": 1}\n{\"id\"\n{\"id\": 3}\n");
            assertThat(partly.statusCode()).isEqualTo(400);
            assertThat(partly.body()).startsWith("{\"accepted\":2,\"refused\":1,\"lines\":[{\"line\":2,");
        }
    }

    @Test
    void theProgramAnswersWhatItMakesOfEvents() throws Exception {
        try (WebhookReceiver receiver = WebhookReceiver.start(0, event -> {})) {
            int port = receiver.boundAddress().getPort();
            HttpResponse<String> taken = post(port, "/webhook", "hello");
            assertThat(taken.statusCode()).isEqualTo(200);
            assertThat(taken.body()).isEqualTo("got 5 characters\n");
            HttpResponse<String> refused = post(port, "/webhook", " ");
            assertThat(refused.statusCode()).isEqualTo(502);
            assertThat(refused.body()).contains("there is nothing in it");
        }
    }
}
