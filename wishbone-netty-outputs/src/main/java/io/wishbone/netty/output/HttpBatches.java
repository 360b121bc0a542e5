package io.wishbone.netty.output;

import io.wishbone.actor.Hold;
import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers events of an {@link HttpOutput} until they make a request. <em>Confined to its module's thread.</em> */
final class HttpBatches {
    /** How many are gathered at a time, since URLs and headers may be different for each event. */
    private static final int MOST_OPEN = 100;

    private final HttpBatchConfig config;
    private final HttpRequestMaker maker;
    private final ModuleContext context;
    private final Consumer<HttpDelivery> ready;
    private final Map<HttpRoute, Batch> open = new LinkedHashMap<>();

    /** @param ready takes each request */
    HttpBatches(HttpBatchConfig config, HttpRequestMaker maker, ModuleContext context, Consumer<HttpDelivery> ready) {
        this.config = config;
        this.maker = maker;
        this.context = context;
        this.ready = ready;
    }

    /** Adds an event and its bytes. */
    void add(HttpRoute route, Hold event, byte[] bytes) {
        if (config.events() == 1) {
            ready.accept(new HttpDelivery(
                    route, List.of(event), event.event().sizeBytes(), maker.body(List.of(bytes)), context.nanoTime()));
            return;
        }
        Batch batch = open.get(route);
        if (batch != null && batch.bodyBytes + bytes.length > config.bytes()) {
            batch.flush();
            batch = null;
        }
        if (batch == null) {
            batch = new Batch(route);
            open.put(route, batch);
        }
        batch.add(event, bytes);
        if (batch.events.size() >= config.events() || batch.bodyBytes >= config.bytes()) {
            batch.flush();
        } else if (open.size() > MOST_OPEN) {
            open.values().iterator().next().flush();
        }
    }

    /** Makes requests of all that is gathered. */
    void flush() {
        List.copyOf(open.values()).forEach(Batch::flush);
    }

    /** Events that become one request. */
    private final class Batch {
        private final HttpRoute route;
        private final List<Hold> events = new ArrayList<>();
        private final List<byte[]> parts = new ArrayList<>();
        private long bodyBytes;
        private long sizeBytes;
        private Home.@Nullable Timer timer;

        Batch(HttpRoute route) {
            this.route = route;
        }

        void add(Hold event, byte[] bytes) {
            events.add(event);
            parts.add(bytes);
            bodyBytes += bytes.length;
            sizeBytes += event.event().sizeBytes();
            if (timer == null) {
                timer = context.schedule(config.age(), this::flush);
            }
        }

        void flush() {
            if (open.remove(route, this)) {
                Home.Timer running = timer;
                if (running != null) {
                    running.cancel();
                }
                ready.accept(new HttpDelivery(route, events, sizeBytes, maker.body(parts), context.nanoTime()));
            }
        }
    }
}
