package io.wishbone.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private static final Completion.Failure FIRST = new Completion.Failure("unconnected", "first");
    private static final Completion.Failure SECOND = new Completion.Failure("drop_newest", "second");

    private final List<String> outcomes = new ArrayList<>();
    private final Completion completion = recording("it");

    private Completion recording(String name) {
        return Completion.create(
                failure -> outcomes.add(name + (failure == null ? " succeeded" : " failed: " + failure.message())));
    }

    @Nested
    class WithOneReference {
        @Test
        void endsWhenItIsGivenBack() {
            assertThat(completion.isEnded()).isFalse();

            completion.release();

            assertThat(completion.isEnded()).isTrue();
            assertThat(outcomes).containsExactly("it succeeded");
        }

        @Test
        void isNotEndedByAFailureAlone() {
            completion.fail(FIRST);

            assertThat(completion.isEnded()).isFalse();
            assertThat(outcomes).isEmpty();
        }

        @Test
        void tellsTheFirstFailure() {
            completion.fail(FIRST);
            completion.fail(SECOND);

            completion.release();

            assertThat(outcomes).containsExactly("it failed: first");
        }
    }

    @Test
    void endsWithTheLastOfSeveralReferences() {
        completion.retain();
        completion.retain();
        completion.release();
        completion.fail(FIRST);
        completion.release();

        assertThat(outcomes).isEmpty();
        completion.release();

        assertThat(outcomes).containsExactly("it failed: first");
    }

    @Nested
    class AfterItsEnd {
        @Test
        void refusesAnotherRelease() {
            completion.release();

            assertThatIllegalStateException()
                    .isThrownBy(completion::release)
                    .withMessage("the event's completion was released more often than it was taken");
            assertThat(outcomes).hasSize(1);
        }

        @Test
        void refusesAnotherReference() {
            completion.release();

            assertThatIllegalStateException()
                    .isThrownBy(completion::retain)
                    .withMessage("the event's completion has already ended: hold(event) before keeping it");
        }
    }

    @Test
    void staysEndedAfterARefusal() {
        completion.release();

        assertThatIllegalStateException().isThrownBy(completion::retain);
        assertThat(completion.isEnded()).isTrue();
        assertThatIllegalStateException().isThrownBy(completion::release);
        assertThat(outcomes).hasSize(1);
    }

    @Nested
    class MergedOfSeveral {
        private final Completion other = recording("other");
        private final Completion merged = Completion.merge(List.of(completion, other));

        @Test
        void keepsItsPartsOpen() {
            completion.release();
            other.release();

            assertThat(outcomes).isEmpty();
            merged.release();

            assertThat(outcomes).containsExactly("it succeeded", "other succeeded");
        }

        @Test
        void failsAllOfThem() {
            merged.fail(SECOND);
            completion.release();
            merged.release();
            other.release();

            assertThat(outcomes).containsExactly("it failed: second", "other failed: second");
        }

        @Test
        void leavesAPartsOwnFailure() {
            other.fail(FIRST);
            merged.release();
            completion.release();
            other.release();

            assertThat(outcomes).containsExactly("it succeeded", "other failed: first");
        }
    }
}
