package io.wishbone.examples;

import io.wishbone.event.Event;
import io.wishbone.module.output.NullOutput;
import io.wishbone.netty.input.HttpInput;
import io.wishbone.netty.input.HttpInputConfig;
import io.wishbone.netty.input.HttpReply;
import io.wishbone.netty.input.HttpResource;
import io.wishbone.router.Router;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes what is posted to {@code /webhook}, checks it, hands it to a program, and answers once that has returned.
 * <em>Thread-safe.</em>
 */
public final class WebhookReceiver implements AutoCloseable {
    private final Router router;
    private final HttpInput web;

    private WebhookReceiver(Router router, HttpInput web) {
        this.router = router;
        this.web = web;
    }

    /**
     * Starts a receiver.
     *
     * @param port where to listen on 127.0.0.1; 0 takes any free port
     * @param program gets each event that is valid; what it throws is answered with 502
     */
    public static WebhookReceiver start(int port, Consumer<Event> program) {
        HttpReply reply =
                new HttpReply(200, Map.of(), event -> "got " + event.text().length() + " characters\n");
        HttpInput web = new HttpInput(HttpInputConfig.builder()
                .port(port)
                .resource(HttpResource.builder("/webhook")
                        .ack(HttpResource.Ack.DELIVERED)
                        .reply(reply)
                        .build())
                .build());
        Router router = Router.create();
        router.registerModule("web", web);
        router.registerModule("check", WebhookReceiver::check);
        router.registerModule("program", event -> {
            program.accept(event);
            return event;
        });
        router.registerModule("done", new NullOutput());
        router.connect("web.webhook", "check.inbox");
        router.connect("check.outbox", "program.inbox");
        router.connect("program.outbox", "done.inbox");
        router.start();
        return new WebhookReceiver(router, web);
    }

    private static Event check(Event event) {
        if (event.text().isBlank()) {
            throw new IllegalArgumentException("there is nothing in it");
        }
        return event;
    }

    /** The address that it listens on, with the port that was taken for port 0. */
    public InetSocketAddress boundAddress() {
        return web.boundAddress();
    }

    /** Answers what it has taken, and ends. Idempotent. */
    @Override
    public void close() {
        router.close();
    }
}
