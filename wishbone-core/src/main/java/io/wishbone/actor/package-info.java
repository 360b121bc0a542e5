/**
 * What the author of a module works with, and what runs it.
 *
 * <p>Start with {@link io.wishbone.actor.Actor}. A module is a subclass that declares its inlets and outlets as fields;
 * all of its methods are called on one thread, its {@link io.wishbone.actor.Home}, so it needs no synchronisation.
 * {@link io.wishbone.actor.ModuleRunner} and {@link io.wishbone.actor.Trampoline} run it; authors never meet them.
 *
 * <pre>{@code
 * public final class UpperCase extends Actor {
 *     private final Outlet outbox = outlet("outbox");
 *
 *     public UpperCase() {
 *         inlet("inbox", event -> outbox.submit(event.withData(event.text().toUpperCase(Locale.ROOT))));
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.wishbone.actor;

import org.jspecify.annotations.NullMarked;
