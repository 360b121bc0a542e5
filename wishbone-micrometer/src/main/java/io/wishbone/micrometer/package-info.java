/**
 * The figures of a router as meters of a Micrometer registry, and by it of any monitoring system.
 *
 * <p>Start with {@link io.wishbone.micrometer.RouterMetrics}. What the figures mean is told in {@code docs/metrics.md}.
 *
 * <pre>{@code
 * MeterRegistry registry = new SimpleMeterRegistry();
 * new RouterMetrics(router).bindTo(registry);
 * registry.get("wishbone.queue.size").tags("module", "listen", "queue", "outbox").gauge().value();
 * }</pre>
 */
@NullMarked
package io.wishbone.micrometer;

import org.jspecify.annotations.NullMarked;
