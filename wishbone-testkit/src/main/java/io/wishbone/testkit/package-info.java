/**
 * For authors of modules: one module run by hand in the test's own thread, and suites that every module must pass.
 *
 * <p>Start with {@link io.wishbone.testkit.SteppedModule}. {@link io.wishbone.testkit.ModuleContract} brings the tests
 * that all modules have in common, {@link io.wishbone.testkit.BalancedLedger} looks after the routers of a test.
 *
 * <pre>{@code
 * try (SteppedModule upper = SteppedModule.start("upper", new UpperCase())) {
 *     upper.feed("inbox", Event.of("a"), Event.of("b"));
 *     assertThat(upper.textsFrom("outbox")).containsExactly("A", "B");
 *
 *     Answer answer = upper.feedAsked("inbox", Event.of("c"));
 *     assertThat(answer.succeeded()).isTrue();
 *     upper.advance(Duration.ofSeconds(10)); // runs the timers that fall due
 * } // drains, closes, and fails the test if an event, a hold or a completion was lost
 * }</pre>
 */
@NullMarked
package io.wishbone.testkit;

import org.jspecify.annotations.NullMarked;
