package io.wishbone.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wishbone.cli.bootstrap.AdminAddress;
import io.wishbone.router.Health;
import io.wishbone.router.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells by HTTP how a server does: {@code /health} (200 if it is ready, else 503 with the reason), {@code /metrics} (as
 * Prometheus reads them) and {@code /status} (JSON, with what modules note of themselves). <em>Thread-safe.</em> It has
 * no password: it is for the same host, or a network that is trusted.
 */
@SuppressForbidden("the JDK documents and supports this package: module jdk.httpserver")
final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("wishbone");
    private static final int DONE = 200;
    private static final int WRONG_METHOD = 405;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "wishbone-admin");
        made.setDaemon(true);
        return made;
    });

    /** What is answered. */
    private record Answer(int status, String type, String body) {}

    private AdminServer(HttpServer server, Router router) {
        this.server = server;
        server.setExecutor(thread);
        answer("/health", path -> health(router.health()));
        answer(
                "/metrics",
                path -> new Answer(
                        DONE, "text/plain; version=0.0.4; charset=utf-8", PrometheusText.of(router.metrics())));
        answer("/status", path -> new Answer(DONE, "application/json", Json.write(status(router)) + "\n"));
    }

    /**
     * Begins to answer.
     *
     * @throws IOException if the address cannot be bound
     */
    static AdminServer start(AdminAddress address, Router router) throws IOException {
        InetSocketAddress where = new InetSocketAddress(address.host(), address.port());
        AdminServer admin = new AdminServer(HttpServer.create(where, 0), router);
        admin.server.start();
        LOG.info("admin at http://{}", admin.address());
        return admin;
    }

    /** Where it listens. */
    AdminAddress address() {
        return new AdminAddress(
                server.getAddress().getHostString(), server.getAddress().getPort());
    }

    private static Answer health(Health health) {
        return new Answer(health.isReady() ? DONE : UNAVAILABLE, "text/plain; charset=utf-8", health.reason() + "\n");
    }

    private static Map<String, Object> status(Router router) {
        Health health = router.health();
        Map<String, Object> status = Json.object("ready", health.isReady(), "reason", health.reason());
        status.put("pid", ProcessHandle.current().pid());
        status.put("modules", router.notes());
        return status;
    }

    private void answer(String path, Function<String, Answer> answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                boolean isRead = exchange.getRequestMethod().equals("GET");
                send(exchange, isRead ? answer.apply(path) : new Answer(WRONG_METHOD, "text/plain", "GET only\n"));
            } catch (RuntimeException e) {
                LOG.warn("{} cannot be answered", path, e);
            }
        });
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
