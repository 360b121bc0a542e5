/**
 * Outputs that need no network.
 *
 * <pre>{@code
 * router.registerModule("nowhere", new NullOutput());
 * router.connect("in.outbox", "nowhere.inbox");
 * }</pre>
 */
@NullMarked
package io.wishbone.module.output;

import org.jspecify.annotations.NullMarked;
