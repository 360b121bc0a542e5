package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.queue.DropReason;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import io.wishbone.testkit.SteppedModuleBuilder;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FanoutTest implements ModuleContract {
    private static final Event A = Event.of("a");

    @Override
    public Actor newModule() {
        return new Fanout();
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(A, Event.of("b"));
    }

    @Override
    public SteppedModuleBuilder prepare(SteppedModuleBuilder builder) {
        return builder.outlets("first", "second");
    }

    private static SteppedModuleBuilder fanout(String... outlets) {
        return SteppedModule.builder("split", new Fanout()).outlets(outlets);
    }

    @Test
    void handsTheSameEventToEveryOutlet() {
        try (SteppedModule split = fanout("first", "second", "third").start()) {
            split.feed("inbox", A, Event.of("b"));

            for (String outlet : List.of("first", "second", "third")) {
                List<Event> taken = split.takeFrom(outlet);
                assertThat(taken).extracting(Event::text).containsExactly("a", "b");
                assertThat(taken.get(0)).isSameAs(A);
            }
            assertThat(split.account().created()).isEqualTo(4);
        }
    }

    @Test
    void waitsForItsSlowestOutlet() {
        try (SteppedModule split = fanout("fast", "slow")
                .limits("slow", QueueLimits.ofEvents(2))
                .unread("slow")
                .start()) {
            for (int i = 0; i < 10; i++) {
                split.feed("inbox", A);
            }

            assertThat(split.unread("slow")).isEqualTo(2);
            assertThat(split.takeFrom("fast")).hasSize(2);
            assertThat(split.untaken("inbox")).isEqualTo(8);

            split.resumeReading("slow");

            assertThat(split.takeFrom("slow")).hasSize(10);
            assertThat(split.takeFrom("fast")).hasSize(8);
        }
    }

    @Test
    void doesNotWaitForAnOutletThatDrops() {
        try (SteppedModule split = fanout("fast", "lossy")
                .limits("lossy", QueueLimits.ofEvents(2))
                .policy("lossy", OverflowPolicy.DROP_NEWEST)
                .unread("lossy")
                .start()) {
            split.feed("inbox", A, A, A, A, A);

            assertThat(split.takeFrom("fast")).hasSize(5);
            assertThat(split.ledger().queue("split.lossy").dropped()).containsEntry(DropReason.DROP_NEWEST, 3L);
        }
    }

    @Test
    void tellsThatAnEventWasDeliveredOnceAllOutletsHaveDeliveredIt() {
        try (SteppedModule split = fanout("first", "second").unread("second").start()) {
            Answer answer = split.feedAsked("inbox", A);
            assertThat(answer.isPending()).isTrue();

            split.resumeReading("second");

            assertThat(answer.succeeded()).isTrue();
        }
    }

    @Test
    void countsWhatGoesNowhere() {
        try (SteppedModule split = fanout().start()) {
            Answer answer = split.feedAsked("inbox", A);

            assertThat(answer.failure()).get().extracting("reason").isEqualTo("unconnected");
            assertThat(split.ledger().queue("split.outbox").dropped()).containsEntry(DropReason.UNCONNECTED, 1L);
        }
    }

    @Nested
    class Isolated {
        private static SteppedModuleBuilder isolated(int events, OverflowPolicy policy) {
            Isolation isolation = new Isolation(QueueLimits.ofEvents(events), policy);
            return SteppedModule.builder("split", new Fanout(isolation)).outlets("fast", "slow");
        }

        /** So that a branch that is read has taken each before the next comes. */
        private static void feedOneByOne(SteppedModule split) {
            for (int i = 0; i < 10; i++) {
                split.feed("inbox", Event.of("" + i));
            }
        }

        @Test
        void dropsTheNewestOfASlowBranchAndKeepsTheOrder() {
            try (SteppedModule split =
                    isolated(3, OverflowPolicy.DROP_NEWEST).unread("slow").start()) {
                feedOneByOne(split);

                assertThat(split.untaken("inbox")).isZero();
                assertThat(split.textsFrom("fast")).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
                split.resumeReading("slow");
                assertThat(split.textsFrom("slow")).containsExactly("0", "1", "2");
                assertThat(split.ledger().queue("split.slow").dropped()).containsEntry(DropReason.DROP_NEWEST, 7L);
                assertThat(split.ledger().isBalanced()).isTrue();
            }
        }

        @Test
        void dropsTheOldestIfThatIsThePolicy() {
            try (SteppedModule split =
                    isolated(4, OverflowPolicy.DROP_OLDEST).unread("slow").start()) {
                feedOneByOne(split);

                assertThat(split.textsFrom("fast")).hasSize(10);
                split.resumeReading("slow");
                assertThat(split.textsFrom("slow")).containsExactly("6", "7", "8", "9");
                assertThat(split.ledger().queue("split.slow").dropped()).containsEntry(DropReason.DROP_OLDEST, 6L);
            }
        }

        @Test
        void waitsIfThePolicyIsToBlock() {
            try (SteppedModule split =
                    isolated(2, OverflowPolicy.BLOCK).unread("slow").start()) {
                feedOneByOne(split);

                assertThat(split.textsFrom("fast")).containsExactly("0", "1");
                split.resumeReading("slow");
                assertThat(split.textsFrom("slow")).hasSize(10);
            }
        }

        @Test
        void failsTheCompletionOfWhatABranchDrops() {
            try (SteppedModule split =
                    isolated(1, OverflowPolicy.DROP_NEWEST).unread("slow").start()) {
                Answer kept = split.feedAsked("inbox", A);
                Answer dropped = split.feedAsked("inbox", A);

                assertThat(kept.isPending()).isTrue();
                assertThat(dropped.failure()).get().extracting("reason").isEqualTo("drop_newest");
                split.resumeReading("slow");
                assertThat(kept.succeeded()).isTrue();
            }
        }

        @Test
        void holdsWhatTheByteLimitLets() {
            Isolation isolation = new Isolation(new QueueLimits(100, 4), OverflowPolicy.DROP_NEWEST);
            try (SteppedModule split = SteppedModule.builder("split", new Fanout(isolation))
                    .outlets("fast", "slow")
                    .unread("slow")
                    .start()) {
                split.feed("inbox", Event.of("abc"), Event.of("def"), Event.of("ghi"));

                assertThat(split.unread("slow")).isEqualTo(2);
            }
        }
    }
}
