package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class PackTest implements ModuleContract {
    private static PackConfig.Builder of(int events) {
        return PackConfig.builder().maxEvents(events).maxAge(Duration.ofSeconds(10));
    }

    @Override
    public Actor newModule() {
        return new Pack(of(3).build());
    }

    @Override
    public List<Event> samples(String inlet) {
        return Samples.texts("a", "b");
    }

    private static SteppedModule start(PackConfig.Builder config) {
        return SteppedModule.start("pack", new Pack(config.build()));
    }

    private static List<Object> bulks(SteppedModule pack) {
        return pack.takeFrom("outbox").stream().map(Event::data).toList();
    }

    @Test
    void makesABulkOfANumberOfEvents() {
        try (SteppedModule pack = start(of(3))) {
            pack.feed("inbox", Samples.texts("1", "2", "3", "4"));

            List<Event> bulks = pack.takeFrom("outbox");
            assertThat(bulks).extracting(Event::data).containsExactly(List.of("1", "2", "3"));
            assertThat(bulks.get(0).header("pack", "count")).isEqualTo(3);
            assertThat(bulks.get(0).sizeBytes()).isEqualTo(3);
            assertThat(pack.held()).isEqualTo(1);
        }
    }

    @Test
    void makesABulkOfEachEventIfToldSo() {
        try (SteppedModule pack = start(of(1))) {
            pack.feed("inbox", Samples.texts("1", "2"));
            assertThat(bulks(pack)).containsExactly(List.of("1"), List.of("2"));
        }
    }

    @Test
    void makesNoBulkLargerThanItMay() {
        try (SteppedModule pack = start(of(100).maxBytes(5))) {
            pack.feed("inbox", Samples.texts("aa", "bb", "cc", "ddd", "longer than it may be", "e", "ffff"));
            assertThat(bulks(pack))
                    .containsExactly(
                            List.of("aa", "bb"),
                            List.of("cc", "ddd"),
                            List.of("longer than it may be"),
                            List.of("e", "ffff"));
        }
    }

    @Test
    void letsNoEventWaitForLongerThanItMay() {
        try (SteppedModule pack = start(of(100))) {
            pack.feed("inbox", Event.of("1"));
            pack.advance(Duration.ofSeconds(9));
            pack.feed("inbox", Event.of("2"));
            assertThat(bulks(pack)).isEmpty();
            pack.advance(Duration.ofSeconds(1));
            assertThat(bulks(pack)).containsExactly(List.of("1", "2"));
            pack.feed("inbox", Event.of("3"));
            pack.advance(Duration.ofMillis(9_999));
            assertThat(bulks(pack)).isEmpty();
            pack.advance(Duration.ofMillis(1));
            assertThat(bulks(pack)).containsExactly(List.of("3"));
        }
    }

    @Test
    void beginsTheAgeOfABulkWithItsFirstEvent() {
        try (SteppedModule pack = start(of(2))) {
            pack.feed("inbox", Event.of("1"));
            pack.advance(Duration.ofSeconds(9));
            pack.feed("inbox", Samples.texts("2", "3"));
            pack.takeFrom("outbox");
            pack.advance(Duration.ofSeconds(9));
            assertThat(bulks(pack)).isEmpty();
            pack.advance(Duration.ofSeconds(1));
            assertThat(bulks(pack)).containsExactly(List.of("3"));
        }
    }

    @Test
    void emitsWhatItHasWhenItDrains() {
        try (SteppedModule pack = start(of(100))) {
            pack.feed("inbox", Samples.texts("1", "2"));
            pack.drain();
            assertThat(bulks(pack)).containsExactly(List.of("1", "2"));
            pack.feed("inbox", Event.of("late"));
            assertThat(bulks(pack)).containsExactly(List.of("late"));
            assertThat(pack.home().timers()).isZero();
        }
    }

    @Test
    void packsWholeEvents() {
        try (SteppedModule pack = start(of(2).content(BulkContent.EVENTS))) {
            pack.feed("inbox", Event.of("1").withHeader("in", "port", 514), Event.of("2"));
            assertThat(bulks(pack))
                    .containsExactly(List.of(
                            Map.of("header", Map.of("in", Map.of("port", 514)), "data", "1"),
                            Map.of("header", Map.of(), "data", "2")));
        }
    }

    @Test
    void tellsEachEventWhatBecomesOfItsBulk() {
        try (SteppedModule pack =
                SteppedModule.builder("pack", newModule()).unread("outbox").start()) {
            Answer first = pack.feedAsked("inbox", Event.of("1"));
            pack.feed("inbox", Event.of("nobody asks"));
            assertThat(first.isPending()).isTrue();
            Answer last = pack.feedAsked("inbox", Event.of("3"));
            assertThat(pack.held()).isZero();
            assertThat(first.isPending()).isTrue();
            assertThat(last.isPending()).isTrue();

            pack.resumeReading("outbox");

            assertThat(first.succeeded()).isTrue();
            assertThat(last.succeeded()).isTrue();
            assertThat(pack.account().absorbed()).isEqualTo(3);
            assertThat(pack.account().created()).isEqualTo(1);
        }
    }

    @Test
    void tellsEachEventThatItsBulkFailed() {
        try (SteppedModule pack =
                SteppedModule.builder("pack", newModule()).unconnected("outbox").start()) {
            Answer first = pack.feedAsked("inbox", Event.of("1"));
            Answer second = pack.feedAsked("inbox", Event.of("2"));
            pack.drain();

            assertThat(first.failure()).get().extracting("reason").isEqualTo("unconnected");
            assertThat(second.hasFailed()).isTrue();
        }
    }

    @Test
    void keepsAnEventThatBeginsABulkApartFromTheBulkBefore() {
        try (SteppedModule pack = SteppedModule.builder(
                        "pack", new Pack(of(100).maxBytes(3).build()))
                .unread("outbox")
                .start()) {
            pack.feed("inbox", Event.of("aa"));
            Answer second = pack.feedAsked("inbox", Event.of("bb"));
            assertThat(pack.unread("outbox")).isEqualTo(1);
            pack.resumeReading("outbox");

            assertThat(pack.takeFrom("outbox")).extracting(Event::completion).containsOnlyNulls();
            assertThat(second.isPending()).isTrue();
            assertThat(pack.held()).isEqualTo(1);
        }
    }

    @Test
    void tellsThatEventsWereLostThatItHasWhenItIsClosed() {
        SteppedModule pack = start(of(100));
        Answer answer = pack.feedAsked("inbox", Event.of("1"));
        pack.abort();

        assertThat(answer.failure()).get().extracting("reason").isEqualTo("stopped");
    }

    @Test
    void makesListsThatNobodyCanChange() {
        try (SteppedModule pack = start(of(1))) {
            pack.feed("inbox", Event.of("1"));
            assertThat(bulks(pack).get(0))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .isUnmodifiable();
        }
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(0).build())
                .withMessage("max_events: 0 (expected: 1 to 1000000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(1).maxBytes(0).build())
                .withMessage("max_bytes: 0 (expected: 1 to 1073741824)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(1).maxAge(Duration.ZERO).build())
                .withMessage("max_age: PT0S (expected: PT0.001S to PT8760H)");
    }
}
