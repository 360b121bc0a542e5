/**
 * An input that makes events at the times that a cron expression names. Found by {@link java.util.ServiceLoader} where
 * this artifact is on the class path.
 *
 * <pre>{@code
 * router.registerModule("hourly", new CronInput(CronInputConfig.builder()
 *         .cron("0 * * * *")
 *         .payload("an hour has passed")
 *         .build()));
 * }</pre>
 */
@NullMarked
package io.wishbone.cron;

import org.jspecify.annotations.NullMarked;
