/**
 * Inputs that need no network.
 *
 * <pre>{@code
 * router.registerModule("tick", new Generator(GeneratorConfig.builder()
 *         .payload("tick")
 *         .interval(Duration.ofSeconds(1))
 *         .build()));
 * }</pre>
 */
@NullMarked
package io.wishbone.module.input;

import org.jspecify.annotations.NullMarked;
