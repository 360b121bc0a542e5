/**
 * Modules that direct, select, slow down, gather and keep events. Start with {@link io.wishbone.module.flow.Filter},
 * {@link io.wishbone.module.flow.QueueSelect} or {@link io.wishbone.module.flow.Pack}.
 *
 * <pre>{@code
 * router.registerModule("split", new Fanout());
 * router.connect("in.outbox", "split.inbox");
 * router.connect("split.first", "a.inbox");  // connecting makes the outlet
 * router.connect("split.second", "b.inbox");
 * router.registerModule("errors", new Filter(event -> event.text().contains("ERROR")));
 * }</pre>
 */
@NullMarked
package io.wishbone.module.flow;

import org.jspecify.annotations.NullMarked;
