package io.wishbone.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.SteppedModule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of held events, and of those in whose handler they end. */
class HeldEventsTest {
    /** Keeps what comes, and ends what it keeps as events in {@code control} say. */
    private static final class Keeper extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final HeldEvents held = heldEvents();

        Keeper() {
            inlet(INBOX, held::add);
            controlInlet("control", this::control);
        }

        private void control(Event event) {
            switch (event.text()) {
                case "submit" -> held.submitFirst(outbox);
                case "fail" -> held.failFirst(new IllegalStateException("gone"), 1);
                case "merge" -> held.submitMerged(outbox, Event.of("all"));
                case "discard" -> held.discard();
                case "hold" -> hold(held.get(0)).submit(outbox, Event.of("of a hold"));
                default -> throw new IllegalArgumentException(event.text());
            }
        }
    }

    private static SteppedModule start() {
        return SteppedModule.builder("keep", new Keeper())
                .unread("outbox", "failed")
                .start();
    }

    /** Of an event that nobody asked for it becomes nothing to the one in whose handler it ends. */
    private static void assertEndsApart(String command, String outlet) {
        try (SteppedModule keep = start()) {
            keep.feed("inbox", Event.of("1"));
            Answer control = keep.feedAsked("control", Event.of(command));

            assertThat(keep.unread(outlet)).isEqualTo(1);
            assertThat(control.succeeded()).isTrue();
            if (keep.held() > 0) {
                keep.feed("control", Event.of("discard"));
            }
        }
    }

    @Test
    void endApartFromTheEventInWhoseHandlerTheyEnd() {
        assertEndsApart("submit", "outbox");
        assertEndsApart("fail", "failed");
        assertEndsApart("merge", "outbox");
        assertEndsApart("hold", "outbox");
    }

    @Test
    void goOnOldestFirst() {
        try (SteppedModule keep = SteppedModule.start("keep", new Keeper())) {
            Answer first = keep.feedAsked("inbox", Event.of("1"));
            Answer second = keep.feedAsked("inbox", Event.of("2"));
            keep.feed("control", Event.of("submit"));

            assertThat(keep.textsFrom("outbox")).containsExactly("1");
            assertThat(first.succeeded()).isTrue();
            assertThat(second.isPending()).isTrue();
            keep.feed("control", Event.of("submit"));
            assertThat(keep.textsFrom("outbox")).containsExactly("2");
            assertThat(keep.account().absorbed()).isEqualTo(2);
        }
    }

    @Test
    void areAbsorbedByTheEventThatIsMadeOfThem() {
        try (SteppedModule keep = start()) {
            Answer first = keep.feedAsked("inbox", Event.of("1"));
            keep.feed("inbox", Event.of("2"));
            keep.feed("control", Event.of("merge"));

            assertThat(keep.held()).isZero();
            assertThat(first.isPending()).isTrue();
            assertThat(keep.ledger().isBalanced()).isTrue();
            assertThat(keep.account().absorbed()).isEqualTo(2);
            keep.resumeReading("outbox");
            assertThat(keep.textsFrom("outbox")).containsExactly("all");
            assertThat(first.succeeded()).isTrue();
        }
    }

    @Test
    void areCountedAsFailedWhenTheyAreDiscarded() {
        try (SteppedModule keep = start()) {
            Answer answer = keep.feedAsked("inbox", Event.of("1"));
            keep.feed("control", Event.of("discard"));

            assertThat(answer.failure()).get().extracting("reason").isEqualTo("stopped");
            assertThat(keep.account().failed()).isEqualTo(1);
            assertThat(keep.ledger().isBalanced()).isTrue();
            assertThat(List.of(keep.unread("failed"), keep.held())).containsOnly(0L);
        }
    }
}
