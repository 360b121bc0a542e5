package io.wishbone.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.wishbone.router.Router;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Binds the figures of a router to registries: a meter for each, named {@code wishbone.queue.*} and
 * {@code wishbone.module.*}, with the tags {@code module}, {@code queue} and {@code reason}.
 *
 * <p><em>Thread-safe.</em> It may be bound before the router starts, and to several registries. What comes later has
 * its meter from the next reading on, and what goes loses it. The figures are read together, at most once a second,
 * when a meter is asked for. {@link #close} removes the meters; until then the registry keeps the router from being
 * collected.
 */
public final class RouterMetrics implements MeterBinder, AutoCloseable {
    private final Router router;
    private final Tags tags;
    private final Queue<Binding> bindings = new ConcurrentLinkedQueue<>();

    /** Meters of a router. */
    public RouterMetrics(Router router) {
        this(router, Tags.empty());
    }

    /**
     * Meters of a router with more tags, such as the router's name where there are several.
     *
     * @param tags for all meters
     */
    public RouterMetrics(Router router, Iterable<Tag> tags) {
        this.router = Objects.requireNonNull(router, "router");
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Binding binding = new Binding(router, tags, registry);
        bindings.add(binding);
        binding.open();
    }

    /** Removes all meters from their registries; the router is not closed. Idempotent. */
    @Override
    public void close() {
        Binding binding = bindings.poll();
        while (binding != null) {
            binding.close();
            binding = bindings.poll();
        }
    }
}
