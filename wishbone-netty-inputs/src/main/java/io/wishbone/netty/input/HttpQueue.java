package io.wishbone.netty.input;

import io.wishbone.actor.Emitter;
import java.util.ArrayDeque;

/**
 * An outlet of an {@link HttpInput} on one event loop, and the line of requests that wait for a place in it.
 * <em>Confined to the event loop.</em>
 */
final class HttpQueue {
    private final Emitter emitter;
    private final ArrayDeque<HttpExchange> waiting = new ArrayDeque<>();

    HttpQueue(Emitter emitter) {
        this.emitter = emitter;
        emitter.onOpen(this::goOn);
    }

    /**
     * Lets a request submit its events, now or as soon as there is a place.
     *
     * @return whether it did
     */
    boolean enter(HttpExchange exchange) {
        if (!emitter.isOpen() || !waiting.isEmpty()) {
            waiting.add(exchange);
            return false;
        }
        submit(exchange);
        return true;
    }

    /** A request does not wait any more. */
    void leave(HttpExchange exchange) {
        waiting.remove(exchange);
    }

    private void goOn() {
        while (!waiting.isEmpty() && emitter.isOpen()) {
            submit(waiting.remove());
        }
    }

    private void submit(HttpExchange exchange) {
        emitter.begin();
        try {
            exchange.submitTo(emitter);
        } finally {
            emitter.end();
        }
    }
}
