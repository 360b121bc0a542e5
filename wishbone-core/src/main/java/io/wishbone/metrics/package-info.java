/**
 * What a router counts: the {@link io.wishbone.metrics.Ledger} of every queue and module, and the same figures as
 * {@link io.wishbone.metrics.Metric} events.
 *
 * <pre>{@code
 * Ledger ledger = router.ledger();
 * ledger.isBalanced();          // true at rest: in = out + dropped + size for every queue
 * System.out.println(ledger);   // a table
 * router.connect("_metrics.outbox", "console.inbox"); // the same and more every 10 s, as events
 * }</pre>
 */
@NullMarked
package io.wishbone.metrics;

import org.jspecify.annotations.NullMarked;
