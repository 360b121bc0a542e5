package io.wishbone.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.ManualClock;
import io.wishbone.testkit.ManualHome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** How long full queues kept a module from going on, by a clock that the test moves. */
class StallTest {
    /** Has two outlets, and submits where it is told. */
    private static final class Source extends Actor {
        private final Outlet first = outlet("first");
        private final Outlet second = outlet("second");
    }

    private final ManualClock clock = new ManualClock();
    private final ManualHome home = new ManualHome(clock);
    private final Trampoline trampoline = new Trampoline(home);
    private final Source source = new Source();
    private final ModuleRunner runner = new ModuleRunner("source", source, NOPLogger.NOP_LOGGER);

    @BeforeEach
    void start() {
        runner.place(List.of(trampoline), false);
        connect(source.first);
        connect(source.second);
        runner.start();
        home.runTasks();
    }

    private static void connect(Outlet outlet) {
        outlet.attach(EventQueue.builder(outlet.name())
                .limits(QueueLimits.ofEvents(2))
                .consumer(() -> {})
                .producer(outlet.emitters().get(0).signal())
                .build());
    }

    private void fill(Outlet outlet) {
        runner.context().run(() -> {
            outlet.submit(Event.of(1));
            outlet.submit(Event.of(2));
        });
        home.runTasks();
    }

    private void empty(Outlet outlet) {
        EventQueue queue = Objects.requireNonNull(outlet.queue());
        queue.poll();
        queue.poll();
        queue.publishPolled();
        home.runTasks();
    }

    private void passSeconds(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).toSeconds();
    }

    @Test
    void isNoneBeforeAQueueIsFull() {
        passSeconds(5);

        assertThat(runner.stalledNanos()).isZero();
        assertThat(source.first.stalledNanos()).isZero();
    }

    @Test
    void countsUntilNowWhileItLasts() {
        fill(source.first);
        passSeconds(3);
        assertThat(seconds(source.first.stalledNanos())).isEqualTo(3);
        assertThat(seconds(runner.stalledNanos())).isEqualTo(3);

        passSeconds(20);
        assertThat(seconds(source.first.stalledNanos())).isEqualTo(23);
        assertThat(seconds(runner.stalledNanos())).isEqualTo(23);
        assertThat(source.second.stalledNanos()).isZero();
    }

    @Test
    void addsUp() {
        fill(source.first);
        passSeconds(3);
        empty(source.first);
        passSeconds(10);
        fill(source.first);
        passSeconds(4);
        empty(source.first);
        passSeconds(10);

        assertThat(seconds(source.first.stalledNanos())).isEqualTo(7);
        assertThat(seconds(runner.stalledNanos())).isEqualTo(7);
    }

    @Test
    void isTheModulesAsLongAsOneOutletIsFull() {
        fill(source.first);
        passSeconds(1);
        fill(source.second);
        passSeconds(1);
        empty(source.first);
        passSeconds(1);
        empty(source.second);
        passSeconds(1);

        assertThat(seconds(source.first.stalledNanos())).isEqualTo(2);
        assertThat(seconds(source.second.stalledNanos())).isEqualTo(2);
        assertThat(seconds(runner.stalledNanos())).isEqualTo(3);
    }

    @Test
    void isTheSumOverItsOutletsWhereAModuleHasSeveralHomes() {
        Source across = new Source();
        ModuleRunner placed = new ModuleRunner("across", across, NOPLogger.NOP_LOGGER);
        placed.place(List.of(trampoline), true);
        connect(across.first);
        connect(across.second);
        placed.start();
        home.runTasks();
        for (Outlet outlet : List.of(across.first, across.second)) {
            Emitter emitter = outlet.emitter(home);
            emitter.begin();
            emitter.submit(Event.of(1));
            emitter.submit(Event.of(2));
            emitter.end();
        }
        passSeconds(2);

        assertThat(seconds(placed.stalledNanos())).isEqualTo(4);
        empty(across.first);
        passSeconds(2);
        assertThat(seconds(placed.stalledNanos())).isEqualTo(6);
    }
}
