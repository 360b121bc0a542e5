/**
 * Modules that change events. Start with {@link io.wishbone.module.process.Modify}.
 *
 * <pre>{@code
 * router.registerModule("clean", new Modify(
 *         Operation.lowercase("data.level"),
 *         Operation.rename("data.msg", "data.message"),
 *         Operation.delete("data.password"),
 *         Operation.of("mask", event -> event.withData(mask(event.data())))));
 * router.registerModule("note", new AddHeader(Map.of("site", "north")));
 * router.registerModule("line", new Render(event -> event.header("note", "site") + ": " + event.text()));
 * }</pre>
 */
@NullMarked
package io.wishbone.module.process;

import org.jspecify.annotations.NullMarked;
