/**
 * What flows through a pipeline: an {@link io.wishbone.event.Event} of header and data, and the optional
 * {@link io.wishbone.event.Completion} by which its source learns what became of it.
 *
 * <p>Start with {@link io.wishbone.event.Event}. This package knows nothing but the JDK.
 *
 * <pre>{@code
 * Event event = Event.of("hello")
 *         .withHeader("listen", "remote_address", "127.0.0.1");
 * Event upper = event.withData(event.text().toUpperCase(Locale.ROOT));
 * upper.header("listen", "remote_address"); // "127.0.0.1": shared, not copied
 * upper.toJson(); // {"header":{"listen":{"remote_address":"127.0.0.1"}},"data":"HELLO"}
 * }</pre>
 */
@NullMarked
package io.wishbone.event;

import org.jspecify.annotations.NullMarked;
