/**
 * For tests of what speaks TCP: a proxy that breaks connections in the ways in which networks and peers do, and
 * numbered messages that tell what became of them.
 *
 * <p>Start with {@link io.wishbone.testkit.chaos.ChaosProxy} and {@link io.wishbone.testkit.chaos.NumberedMessages}.
 * Both need nothing but the JDK.
 *
 * <pre>{@code
 * NumberedMessages messages = NumberedMessages.lines(seed, 200);
 * ChaosSchedule faults = ChaosSchedule.random(seed, 8, 300_000, EnumSet.of(CUT, RESET, ONE_BYTE));
 * try (ChaosProxy proxy = ChaosProxy.start(receiver.port(), faults)) {
 *     // Send messages.next() to proxy.port(); call messages.received(...) with what the receiver gets.
 * }
 * assertThat(messages.report().missing()).as("%s", messages.report()).isZero();
 * }</pre>
 */
@NullMarked
package io.wishbone.testkit.chaos;

import org.jspecify.annotations.NullMarked;
