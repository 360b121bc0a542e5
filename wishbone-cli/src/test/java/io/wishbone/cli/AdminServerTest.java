package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.Actor;
import io.wishbone.cli.bootstrap.AdminAddress;
import io.wishbone.router.Router;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminServerTest {
    private final HttpClient client = HttpClient.newHttpClient();

    /** A module that notes something, and counts. */
    private static final class Noting extends Actor {
        Noting() {
            outlet(OUTBOX);
        }

        @Override
        public void onStart() {
            context().note("last_error", () -> Optional.of("none \"yet\""));
            context().note("empty", Optional::empty);
            context().counter("seen_total").add(3);
        }
    }

    private HttpResponse<String> send(String method, AdminServer admin, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + admin.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void tellsHowAServerDoes() throws Exception {
        Router router = Router.create();
        router.registerModule("in", new Noting());
        router.registerModule("end", event -> event);
        router.connect("in.outbox", "end.inbox");
        try (AdminServer admin = AdminServer.start(new AdminAddress("127.0.0.1", 0), router)) {
            assertThat(send("GET", admin, "/health").statusCode()).isEqualTo(503);
            router.start();

            assertThat(send("GET", admin, "/health").body()).isEqualTo("ready\n");
            assertThat(send("GET", admin, "/health").statusCode()).isEqualTo(200);
            assertThat(send("GET", admin, "/metrics").body())
                    .contains("# TYPE wishbone_module_seen_total counter")
                    .contains("wishbone_module_seen_total{module=\"in\"} 3")
                    .contains("wishbone_module_queue_in_total{module=\"in\",queue=\"outbox\"} 0");
            String status = send("GET", admin, "/status").body();
            assertThat(status)
                    .contains("\"ready\": true")
                    .contains("\"last_error\": \"none \\\"yet\\\"\"")
                    .doesNotContain("empty");
            assertThat(AdminClient.status(admin.address())).isEqualTo(status);
            assertThat(send("POST", admin, "/health").statusCode()).isEqualTo(405);
            assertThat(send("GET", admin, "/nothing").statusCode()).isEqualTo(404);

            assertThatThrownBy(() -> AdminServer.start(admin.address(), router)).isInstanceOf(BindException.class);
        } finally {
            router.close();
        }
    }
}
