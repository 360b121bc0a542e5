package io.wishbone.benchmarks;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.module.output.NullOutput;
import io.wishbone.netty.input.HttpInput;
import io.wishbone.netty.input.HttpInputConfig;
import io.wishbone.netty.input.HttpReply;
import io.wishbone.netty.input.HttpResource;
import io.wishbone.netty.output.HttpOutput;
import io.wishbone.netty.output.HttpOutputConfig;
import io.wishbone.router.Router;
import java.util.Map;

/** What is under test in the comparison of HTTP: an input before a module that ends events, or an output. */
public final class HttpPipe {
    private HttpPipe() {}

    /**
     * Runs until it is ended.
     *
     * @param args the port to listen on, the port to send to, and {@code request}, {@code lines} or {@code output}
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws InterruptedException {
        Router router = Router.create();
        if (args[2].equals("output")) {
            send(router, Integer.parseInt(args[1]));
        } else {
            receive(router, Integer.parseInt(args[0]), args[2].equals("lines"));
        }
        router.start();
        router.block();
    }

    private static void receive(Router router, int port, boolean isLines) {
        HttpResource resource = HttpResource.builder("/")
                .events(isLines ? HttpResource.Events.LINES : HttpResource.Events.REQUEST)
                .reply(new HttpReply(204, Map.of(), null))
                .build();
        router.registerModule(
                "in",
                new HttpInput(
                        HttpInputConfig.builder().port(port).resource(resource).build()));
        router.registerModule("out", new NullOutput());
        router.connect("in.outbox", "out.inbox");
    }

    /** Submits one event over and over, as the plain client sends one body. */
    private static final class SameEvent extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final Event event;

        SameEvent(Event event) {
            this.event = event;
            source(this::produce);
        }

        private int produce(int budget) {
            for (int i = 0; i < budget; i++) {
                outbox.submit(event);
            }
            return budget;
        }
    }

    private static void send(Router router, int port) {
        router.registerModule("in", new SameEvent(Event.of(HttpLoad.event())));
        router.registerModule(
                "out",
                new HttpOutput(HttpOutputConfig.builder()
                        .url("http://127.0.0.1:" + port + "/")
                        .maxConnections(HttpLoad.CONNECTIONS)
                        .build()));
        router.connect("in.outbox", "out.inbox");
    }
}
