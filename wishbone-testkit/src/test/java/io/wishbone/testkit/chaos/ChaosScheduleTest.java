package io.wishbone.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChaosScheduleTest {
    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

    private static List<List<Fault>> first(int connections, ChaosSchedule schedule) {
        return IntStream.rangeClosed(1, connections).mapToObj(schedule::faults).toList();
    }

    private static ChaosSchedule seeded(long seed) {
        return ChaosSchedule.random(seed, 50, 1000, ALL);
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(first(60, seeded(3))).isEqualTo(first(60, seeded(3))).isNotEqualTo(first(60, seeded(4)));
    }

    @Test
    void isTheSameInAnyOrder() {
        ChaosSchedule schedule = seeded(3);
        List<Fault> later = schedule.faults(20);

        assertThat(schedule.faults(1)).isEqualTo(seeded(3).faults(1));
        assertThat(schedule.faults(20)).isEqualTo(later);
    }

    @Test
    void drawsAllKindsAndEndsEachConnectionOnce() {
        List<List<Fault>> faults = first(50, seeded(3));

        assertThat(faults)
                .allSatisfy(each -> assertThat(each)
                        .filteredOn(fault -> !(fault instanceof Fault.Slow) && !(fault instanceof Fault.Stall))
                        .hasSize(1));
        assertThat(faults.stream().flatMap(List::stream).map(Object::getClass).distinct())
                .hasSize(5);
        assertThat(faults.stream().flatMap(List::stream))
                .allSatisfy(fault -> assertThat(fault.afterBytes()).isBetween(1L, 1000L));
    }

    @Test
    void drawsWhatItIsToldToOnly() {
        ChaosSchedule cuts = ChaosSchedule.random(3, 50, 1000, EnumSet.of(FaultKind.CUT));

        assertThat(first(50, cuts))
                .allSatisfy(each -> assertThat(each).singleElement().isInstanceOf(Fault.Cut.class));
    }

    @Test
    void sparesLaterConnections() {
        assertThat(seeded(3).faults(51)).isEmpty();
        ChaosSchedule one = ChaosSchedule.onFirst(new Fault.Cut(Direction.TO_CLIENT, 1));
        assertThat(one.faults(1)).containsExactly(new Fault.Cut(Direction.TO_CLIENT, 1));
        assertThat(one.faults(2)).isEmpty();
        assertThat(ChaosSchedule.none().faults(1)).isEmpty();
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChaosSchedule.random(1, -1, 1, ALL))
                .withMessage("connections: -1 (expected: 0 or more)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChaosSchedule.random(1, 1, 0, ALL))
                .withMessage("mostBytes: 0 (expected: 1 or more)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChaosSchedule.random(1, 1, 1, Set.of()))
                .withMessage("kinds: [] (expected: one or more)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fault.Cut(Direction.TO_CLIENT, -1))
                .withMessage("afterBytes: -1 (expected: 0 or more)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fault.Stall(Direction.TO_CLIENT, 0, Set.of(), Duration.ofMillis(1)))
                .withMessage("stalled: [] (expected: one direction or both)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fault.Slow(Direction.TO_CLIENT, 0, 1, 0, Duration.ZERO))
                .withMessage("segmentBytes: 0 (expected: 1 or more)");
    }
}
