package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new Sample(SampleConfig.oneIn(2));
    }

    @Override
    public List<Event> samples(String inlet) {
        return Samples.texts("a", "b", "c");
    }

    private static List<String> passed(SampleConfig config, int events) {
        try (SteppedModule sample = SteppedModule.start("sample", new Sample(config))) {
            List<Event> fed = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                fed.add(Event.of(Integer.toString(i)));
            }
            sample.feed("inbox", fed);
            List<String> passed = sample.textsFrom("outbox");
            assertThat(sample.counter("dropped")).isEqualTo(events - passed.size());
            assertThat(sample.account().absorbed()).isEqualTo(events - passed.size());
            return passed;
        }
    }

    @Test
    void letsOneInANumberPass() {
        assertThat(passed(SampleConfig.oneIn(3), 8)).containsExactly("0", "3", "6");
        assertThat(passed(SampleConfig.oneIn(1), 3)).containsExactly("0", "1", "2");
        assertThat(passed(SampleConfig.oneIn(Integer.MAX_VALUE), 3)).containsExactly("0");
    }

    @Test
    void letsEachPassWithAProbability() {
        assertThat(passed(SampleConfig.probability(0), 100)).isEmpty();
        assertThat(passed(SampleConfig.probability(1), 100)).hasSize(100);
        List<String> passed = passed(new SampleConfig(null, 0.25, null, 3L), 10_000);
        assertThat(passed).hasSizeBetween(2_300, 2_700);
        assertThat(passed(new SampleConfig(null, 0.25, null, 3L), 10_000)).isEqualTo(passed);
        assertThat(passed(SampleConfig.probability(0.25), 10_000)).hasSizeBetween(2_200, 2_800);
    }

    @Test
    void decidesByTheKeyAlone() {
        List<String> byNumber = passed(SampleConfig.oneIn(4, Event::text), 10_000);
        assertThat(byNumber).hasSizeBetween(2_300, 2_700);
        assertThat(passed(SampleConfig.oneIn(4, Event::text), 10_000)).isEqualTo(byNumber);

        List<String> byProbability = passed(SampleConfig.probability(0.25, Event::text), 10_000);
        assertThat(byProbability).hasSizeBetween(2_300, 2_700);
        assertThat(passed(SampleConfig.probability(0.5, Event::text), 10_000)).containsAll(byProbability);
        assertThat(passed(SampleConfig.probability(1, Event::text), 100)).hasSize(100);
        assertThat(passed(SampleConfig.probability(0, Event::text), 100)).isEmpty();
    }

    @Test
    void endsTheOthersAsASuccess() {
        try (SteppedModule sample = SteppedModule.start("sample", new Sample(SampleConfig.probability(0)))) {
            assertThat(sample.feedAsked("inbox", Event.of("a")).succeeded()).isTrue();
        }
    }

    @Test
    void failsWhatItsKeyFailsOn() {
        Sample module = new Sample(SampleConfig.oneIn(2, Samples::fail));
        try (SteppedModule sample = SteppedModule.start("sample", module)) {
            sample.feed("inbox", Event.of("a"));
            assertThat(sample.textsFrom("failed")).containsExactly("a");
        }
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SampleConfig(null, null, null, null))
                .withMessage("one_in, probability: neither (expected: one of them)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SampleConfig(1, 0.5, null, null))
                .withMessage("one_in, probability: both (expected: one of them)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleConfig.oneIn(0))
                .withMessage("one_in: 0 (expected: 1 to 2147483647)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleConfig.probability(Double.NaN))
                .withMessage("probability: NaN (expected: 0 to 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleConfig.probability(1.1))
                .withMessage("probability: 1.1 (expected: 0 to 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SampleConfig(2, null, null, 1L))
                .withMessage("seed: 1 (expected: none, unless there is a probability and no key)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SampleConfig(null, 0.5, Event::text, 1L))
                .withMessageStartingWith("seed: 1");
    }
}
