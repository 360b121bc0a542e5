package io.wishbone.netty.input;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ConnectionOptions;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/** A running router: module {@code in} is the HTTP input under test, its {@code outbox} connected to a collector. */
final class HttpRig implements AutoCloseable {
    static {
        // To look at what is counted, without seeing what is logged.
        Logger log = (Logger) LoggerFactory.getLogger("io.wishbone.module.in");
        log.setLevel(Level.DEBUG);
        log.setAdditive(false);
    }

    final Collector collector = new Collector();
    final HttpInput input;
    final Router router = Router.create();
    private final EventLoops loops;
    private final List<Peer> peers = new ArrayList<>();

    private HttpRig(
            EventLoops loops,
            QueueLimits limits,
            UnaryOperator<HttpInputConfig.Builder> settings,
            Consumer<Router> further) {
        this.loops = loops;
        this.input =
                new HttpInput(settings.apply(HttpInputConfig.builder().port(0).eventLoops(loops))
                        .build());
        router.registerModule("in", input);
        router.registerModule("collector", collector);
        if (input.findOutlet("outbox").isPresent()) {
            router.connect("in.outbox", "collector.inbox", new ConnectionOptions(limits, OverflowPolicy.BLOCK));
        }
        further.accept(router);
        router.start();
    }

    static HttpRig start(UnaryOperator<HttpInputConfig.Builder> settings) {
        return start(Transport.best(), QueueLimits.DEFAULT, settings, router -> {});
    }

    static HttpRig start(UnaryOperator<HttpInputConfig.Builder> settings, Consumer<Router> further) {
        return start(Transport.best(), QueueLimits.DEFAULT, settings, further);
    }

    /**
     * Starts one.
     *
     * @param further adds what else the router has
     */
    static HttpRig start(
            Transport transport,
            QueueLimits limits,
            UnaryOperator<HttpInputConfig.Builder> settings,
            Consumer<Router> further) {
        return new HttpRig(EventLoops.create(transport, 1), limits, settings, further);
    }

    /** One resource, at {@code /}, which feeds the collector. */
    static UnaryOperator<HttpInputConfig.Builder> at(UnaryOperator<HttpResource.Builder> resource) {
        return config ->
                config.resource(resource.apply(HttpResource.builder("/")).build());
    }

    /** A raw connection. */
    Peer connect() throws IOException {
        return keep(new Peer(input.boundAddress()));
    }

    Peer connect(TlsClient client) throws IOException {
        Socket secured = client.connect(input.boundAddress());
        return keep(new Peer(secured));
    }

    Peer keep(Peer peer) {
        peers.add(peer);
        return peer;
    }

    /** Sends as it is, ends, and gives all that is answered. */
    String exchange(String raw) throws IOException {
        return connect().send(raw).receiveAll();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + input.boundAddress().getPort() + path);
    }

    static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder().version(version).build();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    }

    /** Posts text by HTTP/1.1. */
    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client(HttpClient.Version.HTTP_1_1)
                .send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    long metric(String name) {
        return router.metrics().stream()
                .filter(metric -> metric.name().equals("module.in." + name))
                .mapToLong(metric -> metric.value().longValue())
                .findFirst()
                .orElse(0);
    }

    void awaitMetric(String name, long value) {
        Awaitility.await(name).until(() -> metric(name) == value);
    }

    void awaitEvents(int count) {
        Awaitility.await("events").atMost(Duration.ofSeconds(60)).until(() -> collector.count() >= count);
    }

    /** What the input's header says of the first event. */
    Map<String, Object> firstHeader() {
        awaitEvents(1);
        return collector.events().get(0).header().asMap().getOrDefault("in", Map.of());
    }

    /** Blocks the collector and posts until the queue takes no more. */
    void closeGate() throws IOException, InterruptedException {
        collector.block();
        HttpResponse<String> answer = post("/", "fill");
        while (answer.statusCode() == 202) {
            answer = post("/", "fill");
        }
    }

    StopReport stop() {
        return router.stop(Duration.ofSeconds(20));
    }

    @Override
    public void close() throws IOException {
        collector.unblock();
        for (Peer peer : peers) {
            peer.close();
        }
        router.close();
        loops.close();
    }
}
