/**
 * Modules' log messages as events.
 *
 * <p>A module logs through plain SLF4J ({@code context().log()}); {@link io.wishbone.log.ModuleLogger} also makes a
 * {@link io.wishbone.log.LogRecord} of each message for the router's {@code _logs} module.
 *
 * <pre>{@code
 * context().log().info("connected to {}", endpoint);
 * router.connect("_logs.outbox", "console.inbox"); // {"header":{},"data":{"time":...,"level":"INFO",...}}
 * }</pre>
 */
@NullMarked
package io.wishbone.log;

import org.jspecify.annotations.NullMarked;
