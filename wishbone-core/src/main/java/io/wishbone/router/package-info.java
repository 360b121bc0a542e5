/**
 * Holds modules, connects their queues, and starts and stops everything in the right order.
 *
 * <p>Start with {@link io.wishbone.router.Router}.
 *
 * <pre>{@code
 * try (Router router = Router.create()) {
 *     router.registerModule("numbers", new Generator(GeneratorConfig.builder().count(3).build()));
 *     router.registerModule("upper", event -> event.withData(event.text().toUpperCase(Locale.ROOT)));
 *     router.registerModule("print", event -> {
 *         System.out.println(event.text());
 *         return null;
 *     });
 *     router.connect("numbers.outbox", "upper.inbox");
 *     router.connect("upper.outbox", "print.inbox");
 *     router.start();
 *     router.stop(Duration.ofSeconds(5));
 * }
 * }</pre>
 */
@NullMarked
package io.wishbone.router;

import org.jspecify.annotations.NullMarked;
