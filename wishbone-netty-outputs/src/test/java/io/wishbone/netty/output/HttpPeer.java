package io.wishbone.netty.output;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that is not ours, and keeps what it was asked. */
final class HttpPeer implements AutoCloseable {
    /** What was asked; the body as text of one character for each byte. */
    record Request(String method, String uri, Map<String, List<String>> headers, String latin1) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }

        byte[] body() {
            return latin1.getBytes(StandardCharsets.ISO_8859_1);
        }

        String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }
    }

    /** How a request is answered; the first is number 1. */
    interface Behaviour {
        void answer(HttpExchange exchange, int number) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private HttpPeer(InetSocketAddress address, Behaviour behaviour) throws IOException {
        server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int number;
            synchronized (requests) {
                requests.add(new Request(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        Map.copyOf(exchange.getRequestHeaders()),
                        new String(body, StandardCharsets.ISO_8859_1)));
                number = requests.size();
            }
            behaviour.answer(exchange, number);
            exchange.close();
        });
        server.start();
    }

    static HttpPeer answering(Behaviour behaviour) throws IOException {
        return new HttpPeer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), behaviour);
    }

    static HttpPeer answeringAt(String endpoint, Behaviour behaviour) throws IOException {
        return new HttpPeer(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        Endpoint.parse(endpoint).port()),
                behaviour);
    }

    /** Answers every request with a status and an empty body. */
    static HttpPeer always(int status) throws IOException {
        return answering((exchange, number) -> exchange.sendResponseHeaders(status, -1));
    }

    String endpoint() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url(String path) {
        return "http://" + endpoint() + path;
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
