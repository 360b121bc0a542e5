/**
 * Modules that make text of the data that modules and routers themselves make: log records and metrics. Start with
 * {@link io.wishbone.module.encode.HumanLogEncoder} or {@link io.wishbone.module.encode.GraphiteEncoder}.
 *
 * <pre>{@code
 * router.registerModule("lines", new HumanLogEncoder());
 * router.connect("_logs.outbox", "lines.inbox");
 * router.connect("lines.outbox", "console.inbox"); // 2026-01-02T03:04:05.678Z INFO  listen: bound to 127.0.0.1:5140
 * }</pre>
 */
@NullMarked
package io.wishbone.module.encode;

import org.jspecify.annotations.NullMarked;
