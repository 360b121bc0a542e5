/**
 * How a kind of module is declared, once and in code: its name, what it does, its arguments with type, default and
 * meaning, and its queues. What a bootstrap file may say, what {@code wishbone show} prints and what the documentation
 * lists all come from here.
 *
 * <p>Start with {@link io.wishbone.module.ModuleType}. A jar's {@link io.wishbone.module.ModuleCatalog}, named in
 * {@code META-INF/services}, is found without further registration.
 *
 * <pre>{@code
 * static final Argument<Integer> PORT = Argument.required("port", ArgumentType.integer(0, 65535), "the port to listen on");
 *
 * static final ModuleType TYPE = ModuleType.builder("wishbone.input.example")
 *         .summary("Listens on a port.")
 *         .arguments(PORT)
 *         .queue("outbox", "an event for each message")
 *         .create(arguments -> new ExampleInput(arguments.get(PORT)));
 * }</pre>
 */
@NullMarked
package io.wishbone.module;

import org.jspecify.annotations.NullMarked;
