package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.queue.DropReason;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import io.wishbone.testkit.SteppedModuleBuilder;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundRobinTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new RoundRobin(RoundRobinConfig.inTurn());
    }

    @Override
    public List<Event> samples(String inlet) {
        return Samples.texts("a", "b", "c");
    }

    @Override
    public SteppedModuleBuilder prepare(SteppedModuleBuilder builder) {
        return builder.outlets("first", "second");
    }

    private static SteppedModule start(RoundRobinConfig config, String... outlets) {
        return SteppedModule.builder("spread", new RoundRobin(config))
                .outlets(outlets)
                .start();
    }

    @Test
    void takesItsOutletsInTurn() {
        try (SteppedModule spread = start(RoundRobinConfig.inTurn(), "x", "y", "z")) {
            spread.feed("inbox", Samples.texts("1", "2", "3", "4"));

            assertThat(spread.textsFrom("x")).containsExactly("1", "4");
            assertThat(spread.textsFrom("y")).containsExactly("2");
            assertThat(spread.textsFrom("z")).containsExactly("3");
            assertThat(spread.textsFrom("failed")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(RoundRobinConfig.Mode.class)
    void givesAllToASingleOutlet(RoundRobinConfig.Mode mode) {
        RoundRobinConfig config = mode == RoundRobinConfig.Mode.STICKY
                ? RoundRobinConfig.sticky(Event::text)
                : new RoundRobinConfig(mode, null, null);
        try (SteppedModule spread = start(config, "only")) {
            spread.feed("inbox", Samples.texts("1", "2", "3"));

            assertThat(spread.textsFrom("only")).containsExactly("1", "2", "3");
        }
    }

    @ParameterizedTest
    @EnumSource(RoundRobinConfig.Mode.class)
    void countsWhatGoesNowhere(RoundRobinConfig.Mode mode) {
        RoundRobinConfig config = mode == RoundRobinConfig.Mode.STICKY
                ? RoundRobinConfig.sticky(Event::text)
                : new RoundRobinConfig(mode, null, null);
        try (SteppedModule spread = start(config)) {
            Answer answer = spread.feedAsked("inbox", Event.of("1"));

            assertThat(answer.failure()).get().extracting("reason").isEqualTo("unconnected");
            assertThat(spread.ledger().queue("spread.outbox").dropped()).containsEntry(DropReason.UNCONNECTED, 1L);
        }
    }

    private static List<String> takenByX(RoundRobinConfig config) {
        try (SteppedModule spread = start(config, "x", "y")) {
            for (int i = 0; i < 1_000; i++) {
                spread.feed("inbox", Event.of("event " + i));
            }
            List<String> texts = spread.textsFrom("x");
            assertThat(texts.size() + spread.takeFrom("y").size()).isEqualTo(1_000);
            return texts;
        }
    }

    @Test
    void choosesAtRandomInAnOrderThatASeedRepeats() {
        List<String> taken = takenByX(RoundRobinConfig.random(7));

        assertThat(taken).hasSizeBetween(400, 600).isEqualTo(takenByX(RoundRobinConfig.random(7)));
        assertThat(takenByX(RoundRobinConfig.random(8))).isNotEqualTo(taken);
        assertThat(takenByX(RoundRobinConfig.random())).hasSizeBetween(350, 650);
    }

    private static Map<String, String> outletsOfKeys(String... outlets) {
        Map<String, String> byKey = new HashMap<>();
        try (SteppedModule spread = start(RoundRobinConfig.sticky(Event::text), outlets)) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 1_000; i++) {
                    spread.feed("inbox", Event.of("key " + i));
                }
                for (String outlet : outlets) {
                    spread.textsFrom(outlet)
                            .forEach(key -> assertThat(byKey.put(key, outlet)).isIn(null, outlet));
                }
            }
        }
        return byKey;
    }

    @Test
    void keepsTheOutletOfAKey() {
        Map<String, String> byKey = outletsOfKeys("x", "y", "z");

        assertThat(byKey).hasSize(1_000);
        for (String outlet : List.of("x", "y", "z")) {
            assertThat(Collections.frequency(byKey.values(), outlet)).isBetween(270, 400);
        }
        assertThat(outletsOfKeys("z", "x", "y")).isEqualTo(byKey);
    }

    @Test
    void movesOnlyTheKeysOfAnOutletThatIsTakenAway() {
        Map<String, String> before = outletsOfKeys("x", "y", "z");
        Map<String, String> after = outletsOfKeys("x", "y");

        before.forEach((key, outlet) -> {
            if (!outlet.equals("z")) {
                assertThat(after).containsEntry(key, outlet);
            }
        });
    }

    @Test
    void failsAnEventWithoutAKey() {
        try (SteppedModule spread = start(RoundRobinConfig.sticky(Samples::fail), "x", "y")) {
            spread.feed("inbox", Event.of("1"));

            assertThat(spread.textsFrom("failed")).containsExactly("1");
        }
    }

    @Test
    void isNoOutletOfItsOwnNames() {
        Actor spread = newModule();

        assertThat(spread.findOutlet("inbox")).isEmpty();
        assertThat(spread.findOutlet("failed"))
                .get()
                .isSameAs(spread.outlets().iterator().next());
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoundRobinConfig(RoundRobinConfig.Mode.STICKY, null, null))
                .withMessage("key: missing (expected: one, since mode is sticky)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoundRobinConfig(RoundRobinConfig.Mode.RANDOM, Event::text, null))
                .withMessage("key: given (expected: none, unless mode is sticky)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoundRobinConfig(RoundRobinConfig.Mode.IN_TURN, null, 1L))
                .withMessage("seed: 1 (expected: none, unless mode is random)");
    }
}
