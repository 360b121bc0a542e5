package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import io.wishbone.testkit.SteppedModuleBuilder;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueueSelectTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new QueueSelect(QueueSelectConfig.byName(Event::data));
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of("a"), Event.of(List.of("a", "b")), Event.of(List.of()));
    }

    @Override
    public List<Event> unusable(String inlet) {
        return List.of(
                Event.of("c"),
                Event.of("failed"),
                Event.of("nomatch"),
                Event.of("inbox"),
                Event.of(7),
                Event.of(Set.of("a", 7)),
                Event.of(Collections.singletonList(null)));
    }

    @Override
    public SteppedModuleBuilder prepare(SteppedModuleBuilder builder) {
        return builder.outlets("a", "b");
    }

    private SteppedModule start(QueueSelectConfig config) {
        return prepare(SteppedModule.builder("way", new QueueSelect(config))).start();
    }

    private static String reason(SteppedModule way) {
        List<Event> failed = way.takeFrom("failed");
        assertThat(failed).hasSize(1);
        return String.valueOf(failed.get(0).header("way", "error"));
    }

    @Test
    void handsAnEventToTheQueueThatIsNamed() {
        try (SteppedModule way = start(QueueSelectConfig.byName(Event::text))) {
            way.feed("inbox", Samples.texts("a", "b", "a"));

            assertThat(way.textsFrom("a")).containsExactly("a", "a");
            assertThat(way.textsFrom("b")).containsExactly("b");
        }
    }

    @Test
    void handsAnEventOnceToEachQueueThatIsNamed() {
        try (SteppedModule way = start(QueueSelectConfig.byName(event -> List.of("b", "a", "b")))) {
            Answer answer = way.feedAsked("inbox", Event.of("1"));

            assertThat(answer.succeeded()).isTrue();
            assertThat(way.textsFrom("a")).containsExactly("1");
            assertThat(way.textsFrom("b")).containsExactly("1");
            assertThat(way.account().created()).isEqualTo(1);
        }
    }

    @Test
    void handsAnEventToNoneIfOneOfItsQueuesIsNotConnected() {
        try (SteppedModule way = start(QueueSelectConfig.byName(event -> List.of("a", "bb")))) {
            way.feed("inbox", Event.of("1"));

            assertThat(reason(way)).contains("queue \"bb\" is not connected; did you mean \"b\"?");
            assertThat(way.textsFrom("a")).isEmpty();
        }
    }

    @Test
    void saysWhatIsNoName() {
        try (SteppedModule way = start(QueueSelectConfig.byName(Event::data))) {
            way.feed("inbox", Event.of(7));

            assertThat(reason(way)).contains("queue: a Integer (expected: a name or a list of names)");
        }
    }

    @Test
    void doesNotShowTheWholeOfAVeryLongName() {
        try (SteppedModule way = start(QueueSelectConfig.byName(Event::text))) {
            way.feed("inbox", Event.of("x".repeat(100_000)));

            assertThat(reason(way)).contains("xxx...\" is not connected").hasSizeLessThan(400);
        }
    }

    @Test
    void failsWhatItsFunctionFailsOn() {
        try (SteppedModule way = start(QueueSelectConfig.byName(Samples::fail))) {
            way.feed("inbox", Event.of("1"));

            assertThat(reason(way)).contains("no value for 1");
        }
    }

    @Test
    void handsWhatChoosesNothingToNomatch() {
        try (SteppedModule way = start(QueueSelectConfig.byName(event -> List.of()))) {
            way.feed("inbox", Event.of("1"));

            assertThat(way.textsFrom("nomatch")).containsExactly("1");
        }
    }

    @Test
    void failsWhatChoosesNothingIfNomatchIsNotConnected() {
        QueueSelectConfig config =
                QueueSelectConfig.builder().rule(event -> false, "a").build();
        try (SteppedModule way = prepare(SteppedModule.builder("way", new QueueSelect(config)))
                .unconnected("nomatch")
                .start()) {
            way.feed("inbox", Event.of("1"));

            assertThat(reason(way)).contains("no queue was chosen, and \"nomatch\" is not connected");
        }
    }

    @Test
    void followsTheFirstRuleThatIsMet() {
        QueueSelectConfig config = QueueSelectConfig.builder()
                .rule(event -> event.text().startsWith("x"), "a")
                .rule(event -> event.text().length() == 2, "a", "b", "a")
                .otherwise("b")
                .build();
        try (SteppedModule way = start(config)) {
            way.feed("inbox", Samples.texts("xx", "yy", "z"));

            assertThat(way.textsFrom("a")).containsExactly("xx", "yy");
            assertThat(way.textsFrom("b")).containsExactly("yy", "z");
        }
    }

    @Test
    void failsWhatARuleFailsOn() {
        QueueSelectConfig config = QueueSelectConfig.builder()
                .rule(Samples::fail, "a")
                .otherwise("b")
                .build();
        try (SteppedModule way = start(config)) {
            way.feed("inbox", Event.of("1"));

            assertThat(reason(way)).contains("no value for 1");
            assertThat(way.textsFrom("b")).isEmpty();
        }
    }

    @Test
    void doesNotStartIfAQueueOfItsRulesIsNotConnected() {
        QueueSelectConfig rule =
                QueueSelectConfig.builder().rule(event -> true, "a", "bc").build();
        assertThatThrownBy(() -> start(rule))
                .hasMessageContaining("rules: queue \"bc\" is not connected; did you mean \"b\"?");
        QueueSelectConfig otherwise = QueueSelectConfig.builder()
                .rule(event -> true, "a")
                .otherwise("rest")
                .build();
        assertThatThrownBy(() -> start(otherwise)).hasMessageContaining("otherwise: queue \"rest\" is not connected");
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueueSelectConfig.builder().build())
                .withMessage("queue, rules: neither (expected: one of them)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QueueSelectConfig(
                        Event::text, List.of(new QueueSelectConfig.Rule(event -> true, List.of("a"))), List.of()))
                .withMessage("queue, rules: both (expected: one of them)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QueueSelectConfig(Event::text, List.of(), List.of("a")))
                .withMessage("otherwise: [a] (expected: none, unless there are rules)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueueSelectConfig.builder().rule(event -> true))
                .withMessage("queue: [] (expected: at least one name)");
    }
}
