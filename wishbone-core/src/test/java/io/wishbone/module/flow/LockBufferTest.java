package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import io.wishbone.testkit.SteppedModuleBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockBufferTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new LockBuffer(LockBufferConfig.ofSize(2));
    }

    @Override
    public List<Event> samples(String inlet) {
        return inlet.equals("lock") ? Samples.texts("unlock", "lock") : Samples.texts("a", "b", "c");
    }

    @Override
    public List<Event> unusable(String inlet) {
        return inlet.equals("lock") ? Samples.texts("", "Lock", "x".repeat(10_000)) : List.of();
    }

    private static SteppedModuleBuilder builder(int size) {
        return SteppedModule.builder("keep", new LockBuffer(LockBufferConfig.ofSize(size)));
    }

    private static void lock(SteppedModule keep) {
        keep.feed("lock", Event.of("lock"));
    }

    private static void unlock(SteppedModule keep) {
        keep.feed("lock", Event.of(" unlock\n"));
    }

    @Test
    void letsEventsPassWhileItIsNotLocked() {
        try (SteppedModule keep = builder(1).start()) {
            keep.feed("inbox", Samples.texts("1", "2", "3"));
            assertThat(keep.textsFrom("outbox")).containsExactly("1", "2", "3");
            assertThat(keep.held()).isZero();
        }
    }

    @Test
    void keepsEventsWhileItIsLocked() {
        try (SteppedModule keep = builder(10).start()) {
            lock(keep);
            keep.feed("inbox", Samples.texts("1", "2"));
            assertThat(keep.textsFrom("outbox")).isEmpty();
            assertThat(keep.held()).isEqualTo(2);
            unlock(keep);
            keep.feed("inbox", Event.of("3"));
            assertThat(keep.textsFrom("outbox")).containsExactly("1", "2", "3");
        }
    }

    @Test
    void beginsLockedIfToldSo() {
        LockBuffer module = new LockBuffer(new LockBufferConfig(10, 1_000, true));
        try (SteppedModule keep = SteppedModule.start("keep", module)) {
            keep.feed("inbox", Event.of("1"));
            assertThat(keep.held()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void takesNothingMoreWhenItIsFull(int size) {
        try (SteppedModule keep = builder(size).start()) {
            lock(keep);
            keep.feed("inbox", Samples.texts("1", "2", "3", "4"));
            assertThat(keep.held()).isEqualTo(size);
            assertThat(keep.untaken("inbox")).isEqualTo(4 - size);
            unlock(keep);
            assertThat(keep.textsFrom("outbox")).containsExactly("1", "2", "3", "4");
            lock(keep);
            keep.feed("inbox", Event.of("5"));
            assertThat(keep.held()).isEqualTo(1);
        }
    }

    @Test
    void takesNothingMoreWhenItHasTheBytesThatItMay() {
        LockBuffer module = new LockBuffer(new LockBufferConfig(10, 4, true));
        try (SteppedModule keep = SteppedModule.start("keep", module)) {
            keep.feed("inbox", Samples.texts("abc", "def", "ghi"));
            assertThat(keep.held()).isEqualTo(2);
        }
    }

    @Test
    void handsOnAsFastAsItsOutletTakes() {
        try (SteppedModule keep = builder(4)
                .limits("outbox", QueueLimits.ofEvents(2))
                .unread("outbox")
                .start()) {
            lock(keep);
            keep.feed("inbox", Samples.texts("1", "2", "3", "4", "5"));
            unlock(keep);
            assertThat(keep.unread("outbox")).isEqualTo(2);
            assertThat(keep.held()).isEqualTo(2);
            lock(keep);
            keep.resumeReading("outbox");
            assertThat(keep.textsFrom("outbox")).containsExactly("1", "2");
            unlock(keep);
            assertThat(keep.textsFrom("outbox")).containsExactly("3", "4", "5");
        }
    }

    @Test
    void doesNotOvertakeWhatItStillHas() {
        try (SteppedModule keep = builder(4)
                .limits("outbox", QueueLimits.ofEvents(1))
                .unread("outbox")
                .start()) {
            lock(keep);
            keep.feed("inbox", Samples.texts("1", "2", "3"));
            unlock(keep);
            keep.feed("inbox", Samples.texts("4", "5", "6"));
            keep.resumeReading("outbox");
            assertThat(keep.textsFrom("outbox")).containsExactly("1", "2", "3", "4", "5", "6");
            assertThat(keep.held()).isZero();
        }
    }

    @Test
    void tellsWhatBecomesOfEventsOnceTheyHaveGoneOn() {
        try (SteppedModule keep = builder(2).start()) {
            lock(keep);
            Answer answer = keep.feedAsked("inbox", Event.of("1"));
            assertThat(answer.isPending()).isTrue();
            Answer control = keep.feedAsked("lock", Event.of("unlock"));
            assertThat(answer.succeeded()).isTrue();
            assertThat(control.succeeded()).isTrue();
        }
    }

    @Test
    void saysWhatIsNoCommand() {
        try (SteppedModule keep = builder(2).start()) {
            keep.feed("lock", Event.of("open"));
            assertThat(String.valueOf(keep.takeFrom("failed").get(0).header("keep", "error")))
                    .contains("data: a text of 4 characters (expected: lock or unlock)");
        }
    }

    @Test
    void isUnlockedByAStopThoughItIsFull() {
        SteppedModule keep = builder(1).start();
        lock(keep);
        keep.feed("inbox", Samples.texts("1", "2", "3"));
        keep.close();
        assertThat(keep.textsFrom("outbox")).containsExactly("1", "2", "3");
    }

    @Test
    void cannotBeLockedOnceItDrains() {
        try (SteppedModule keep = builder(1).start()) {
            keep.drain();
            lock(keep);
            keep.feed("inbox", Event.of("1"));
            assertThat(keep.textsFrom("outbox")).containsExactly("1");
        }
    }

    @Test
    void tellsThatEventsWereLostThatItHasWhenItIsClosed() {
        SteppedModule keep = builder(2).start();
        lock(keep);
        Answer answer = keep.feedAsked("inbox", Event.of("1"));
        keep.abort();
        assertThat(answer.failure())
                .get()
                .extracting("reason", "message")
                .containsExactly("stopped", "held by module \"keep\" at the stop");
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LockBufferConfig.ofSize(0))
                .withMessage("size: 0 (expected: 1 to 1000000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LockBufferConfig(1, 0, false))
                .withMessage("max_bytes: 0 (expected: 1 to 1073741824)");
    }
}
