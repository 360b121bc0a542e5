/**
 * Modules that direct events without changing them.
 *
 * <pre>{@code
 * router.registerModule("split", new Fanout());
 * router.connect("in.outbox", "split.inbox");
 * router.connect("split.first", "a.inbox");  // connecting makes the outlet
 * router.connect("split.second", "b.inbox");
 * }</pre>
 */
@NullMarked
package io.wishbone.module.flow;

import org.jspecify.annotations.NullMarked;
