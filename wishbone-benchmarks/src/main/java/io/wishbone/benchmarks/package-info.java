/**
 * Measurements: JMH for the hop through a queue, and pipes for the end-to-end comparison with plain Netty.
 *
 * <pre>{@code
 * java -cp ... io.wishbone.benchmarks.RelayPipe 17001 17002 5   # TCP 17001 -> five modules -> TCP 17002
 * }</pre>
 */
@NullMarked
package io.wishbone.benchmarks;

import org.jspecify.annotations.NullMarked;
