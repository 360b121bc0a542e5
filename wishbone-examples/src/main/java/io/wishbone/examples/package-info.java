/**
 * Small programs that show how to embed Wishbone and how to write a module.
 *
 * <p>Start with {@link io.wishbone.examples.EmbeddedRelay}. {@link io.wishbone.examples.Sampler} is a module of one's
 * own, {@link io.wishbone.examples.Redact} one that bootstrap files know, and {@link io.wishbone.examples.Delay} one
 * that keeps events.
 *
 * <pre>{@code
 * mvn -q test-compile exec:java -pl wishbone-examples -am -Dmaven.test.skip # runs the relay
 * nc 127.0.0.1 5140 # in a second terminal: type lines
 * }</pre>
 */
@NullMarked
package io.wishbone.examples;

import org.jspecify.annotations.NullMarked;
