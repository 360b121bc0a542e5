package io.wishbone.testkit;

import io.wishbone.actor.Actor;
import io.wishbone.actor.ModuleState;
import io.wishbone.event.Event;
import io.wishbone.queue.QueueLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The tests that all modules have in common, for a test class to implement: its module lives and ends in every state,
 * takes its events one by one and in bulk, with queues as small as they come, and leaks nothing.
 *
 * <pre>{@code
 * class UpperCaseTest implements ModuleContract {
 *     public Actor newModule() {
 *         return new UpperCase();
 *     }
 *
 *     public List<Event> samples(String inlet) {
 *         return List.of(Event.of("a"), Event.of("b"));
 *     }
 * }
 * }</pre>
 *
 * <p>Each test makes modules of its own and steps them by {@link SteppedModule}, whose {@code close} checks most of
 * what is promised here.
 */
public interface ModuleContract {
    /** The name under which the module runs in these tests. */
    String MODULE = "module";

    /** A new module, as it is used. */
    Actor newModule() throws Exception;

    /**
     * Events that the module takes at an inlet and does not fail on; none for a module without inlets.
     *
     * @param inlet the inlet's name
     */
    List<Event> samples(String inlet);

    /**
     * Events that the module cannot work on: it must send each to {@code failed}, and live on. Default: none.
     *
     * @param inlet the inlet's name
     */
    default List<Event> unusable(String inlet) {
        return List.of();
    }

    /** Sets what the module needs of its wiring, such as dynamic queues. Default: nothing. */
    default SteppedModuleBuilder prepare(SteppedModuleBuilder builder) {
        return builder;
    }

    /** It can be closed though it was never started. */
    @Test
    default void closesThoughItWasNeverStarted() throws Exception {
        SteppedModule module = stepped().build();
        module.close();

        expect(module.state() == ModuleState.STOPPED, "it is " + module.state() + " after close (expected: STOPPED)");
    }

    /** Its {@code onClose} copes with an {@code onStart} that failed at its first step. */
    @Test
    default void closesThoughItsStartFailedAtOnce() throws Exception {
        Actor actor = newModule();
        SteppedModule module = prepare(SteppedModule.builder(MODULE, actor)).build();
        actor.onClose();
        module.abort();
    }

    /** It can be closed right after its start. */
    @Test
    default void closesAfterItsStart() throws Exception {
        SteppedModule module = stepped().start();
        expect(module.state() == ModuleState.RUNNING, "it is " + module.state() + " (expected: RUNNING)");
        module.close();
        module.close();
    }

    /** It can be closed without being drained, in the midst of its work, as at a stop's deadline. */
    @Test
    default void closesWithoutBeingDrained() throws Exception {
        SteppedModule module = stepped().start();
        feedAll(module);
        module.abort();

        expect(module.state() == ModuleState.STOPPED, "it is " + module.state() + " after close (expected: STOPPED)");
        expect(
                module.warnings().stream()
                        .noneMatch(warning -> warning.message().contains("failed in onClose")),
                "it threw in onClose: " + module.warnings());
    }

    /** It can be drained though it was fed nothing, and emits what it gathered when it was fed something. */
    @Test
    default void drains() throws Exception {
        try (SteppedModule module = stepped().start()) {
            module.drain();
        }
        try (SteppedModule module = stepped().start()) {
            feedAll(module);
            module.drain();
        }
    }

    /** Each inlet takes its samples one by one, and what became of each is told to who asks. */
    @Test
    default void takesItsSamplesOneByOne() throws Exception {
        try (SteppedModule module = stepped().start()) {
            for (String inlet : module.inletNames()) {
                samples(inlet).forEach(event -> module.feedAsked(inlet, event));
            }
            expectNoneFailed(module);
        }
    }

    /** Each inlet takes its samples all at once, and many times. */
    @Test
    default void takesItsSamplesInBulk() throws Exception {
        try (SteppedModule module = stepped().start()) {
            for (String inlet : module.inletNames()) {
                List<Event> many = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    many.addAll(samples(inlet));
                }
                module.feed(inlet, many);
            }
            expectNoneFailed(module);
        }
    }

    /** Queues that hold one event make it slow, not wrong. */
    @Test
    default void worksWithQueuesThatHoldOneEvent() throws Exception {
        try (SteppedModule module = stepped().limits(QueueLimits.ofEvents(1)).start()) {
            feedAll(module);
            feedAll(module);
            expectNoneFailed(module);
        }
    }

    /** It can be stopped while nothing downstream takes anything. */
    @Test
    default void stopsWhileItsOutletsAreFull() throws Exception {
        try (SteppedModule module = stepped().limits(QueueLimits.ofEvents(1)).start()) {
            module.connectedOutlets().forEach(module::stopReading);
            feedAll(module);
            feedAll(module);
        }
    }

    /** Time that passes, and a time of day that jumps ahead and back, do it no harm. */
    @Test
    default void bearsAClockThatJumps() throws Exception {
        try (SteppedModule module = stepped().start()) {
            feedAll(module);
            module.jumpClock(Duration.ofDays(-1));
            module.advance(Duration.ofMillis(1));
            feedAll(module);
            module.jumpClock(Duration.ofDays(2));
            module.advance(Duration.ofMillis(1));
            feedAll(module);
        }
    }

    /** It goes on after it was told to open again what it holds open, before, between and after its events. */
    @Test
    default void worksOnAfterReopening() throws Exception {
        try (SteppedModule module = stepped().start()) {
            module.reopen();
            feedAll(module);
            module.reopen();
            feedAll(module);
            expectNoneFailed(module);
            module.drain();
            module.reopen();
        }
    }

    /** Data of any kind is either worked on or sent to {@code failed} with a reason, and the module lives on. */
    @Test
    default void livesOnWhateverTheDataIs() throws Exception {
        try (SteppedModule module = stepped().start()) {
            for (String inlet : module.inletNames()) {
                oddData().forEach(data -> module.feedAsked(inlet, Event.of(data)));
            }
            expectReasons(module.takeFrom(Actor.FAILED));
            feedAll(module);
            expectNoneFailed(module);
        }
    }

    /** What it cannot work on goes to {@code failed} with a reason, and the module lives on. */
    @Test
    default void failsWhatItCannotWorkOn() throws Exception {
        try (SteppedModule module = stepped().start()) {
            for (String inlet : module.inletNames()) {
                for (Event event : unusable(inlet)) {
                    module.feed(inlet, event);
                    List<Event> failed = module.takeFrom(Actor.FAILED);
                    expect(failed.size() == 1, failed.size() + " events came out of \"failed\" for " + event);
                    expectReasons(failed);
                }
            }
            feedAll(module);
            expectNoneFailed(module);
        }
    }

    private SteppedModuleBuilder stepped() throws Exception {
        return prepare(SteppedModule.builder(MODULE, newModule()));
    }

    private void feedAll(SteppedModule module) {
        for (String inlet : module.inletNames()) {
            module.feed(inlet, samples(inlet));
        }
    }

    private static List<Object> oddData() {
        return List.of(
                "",
                "\0\uD800",
                new byte[0],
                new byte[] {(byte) 0xff, (byte) 0xc3},
                Map.of(),
                Map.of("key", List.of(1, Map.of())),
                List.of(),
                Long.MIN_VALUE,
                Double.NaN,
                true,
                Duration.ZERO);
    }

    private static void expectNoneFailed(SteppedModule module) {
        List<Event> failed = module.takeFrom(Actor.FAILED);
        expect(failed.isEmpty(), "it failed on " + failed + " (expected: takes its samples)");
    }

    private static void expectReasons(List<Event> failed) {
        for (Event event : failed) {
            boolean told = event.header(MODULE, "error") instanceof Map<?, ?> error
                    && error.get("message") instanceof String message
                    && !message.isBlank()
                    && !message.equals("null");
            expect(
                    told,
                    "no reason in the header of a failed event: " + event + " (expected: header." + MODULE
                            + ".error.message)");
        }
    }

    private static void expect(boolean fulfilled, String problem) {
        if (!fulfilled) {
            throw new AssertionError("module \"" + MODULE + "\": " + problem);
        }
    }
}
