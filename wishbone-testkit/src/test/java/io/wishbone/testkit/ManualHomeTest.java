package io.wishbone.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.Home;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ManualHomeTest {
    private final ManualClock clock = new ManualClock();
    private final ManualHome home = new ManualHome(clock);
    private final List<String> ran = new ArrayList<>();

    private Home.Timer after(Duration delay, String what) {
        return home.schedule(() -> ran.add(what + " at " + clock.instant()), delay.toNanos());
    }

    @Test
    void runsTasksInOrderWhenTold() {
        home.execute(() -> {
            ran.add("first");
            home.execute(() -> ran.add("third"));
        });
        home.execute(() -> ran.add("second"));
        assertThat(ran).isEmpty();
        assertThat(home.isIdle()).isFalse();

        assertThat(home.runTasks()).isTrue();
        assertThat(ran).containsExactly("first", "second", "third");
        assertThat(home.runTasks()).isFalse();
        assertThat(home.isIdle()).isTrue();
    }

    @Test
    void takesTasksFromOtherThreads() throws InterruptedException {
        Thread other = new Thread(() -> home.execute(() -> ran.add("from elsewhere, here " + home.isCurrent())));
        other.start();
        other.join();

        home.runTasks();
        assertThat(ran).containsExactly("from elsewhere, here true");
    }

    @Test
    void runsTimersInTheOrderInWhichTheyFallDueAndAtTheirTime() {
        after(Duration.ofSeconds(3), "c");
        after(Duration.ofSeconds(1), "a");
        after(Duration.ofSeconds(1), "b");
        after(Duration.ofSeconds(5), "d");
        assertThat(home.timers()).isEqualTo(4);

        home.advance(Duration.ofSeconds(4));
        assertThat(ran)
                .containsExactly("a at 2026-01-01T00:00:01Z", "b at 2026-01-01T00:00:01Z", "c at 2026-01-01T00:00:03Z");
        assertThat(clock.instant()).isEqualTo(ManualClock.START.plusSeconds(4));
        assertThat(home.timers()).isEqualTo(1);
    }

    @Test
    void runsTimersThatTimersSetWithinTheSameAdvance() {
        home.schedule(
                () -> after(Duration.ofSeconds(1), "second"),
                Duration.ofSeconds(1).toNanos());
        home.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("second at 2026-01-01T00:00:02Z");
    }

    @Test
    void runsATimerWithoutDelayWithTheTasks() {
        after(Duration.ZERO, "now");
        home.runTasks();

        assertThat(ran).hasSize(1);
    }

    @Test
    void forgetsACancelledTimer() {
        Home.Timer timer = after(Duration.ofSeconds(1), "never");
        timer.cancel();
        timer.cancel();
        home.advance(Duration.ofDays(1));

        assertThat(ran).isEmpty();
    }

    @Test
    void doesNotMoveTimersWhenTheTimeOfDayJumps() {
        after(Duration.ofSeconds(1), "a");
        long before = home.nanoTime();
        clock.jump(Duration.ofDays(-3));
        home.runTasks();
        assertThat(home.nanoTime()).isEqualTo(before);
        assertThat(ran).isEmpty();

        home.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("a at 2025-12-29T00:00:01Z");
    }

    @Test
    void letsNanosOverflowAsTheyMay() {
        long before = home.nanoTime();
        home.advance(Duration.ofSeconds(20));

        assertThat(home.nanoTime()).isLessThan(before);
        assertThat(home.nanoTime() - before).isEqualTo(Duration.ofSeconds(20).toNanos());
    }

    @Test
    void endsWhatHasNoEnd() {
        home.execute(this::again);

        assertThatThrownBy(home::runTasks).isInstanceOf(AssertionError.class).hasMessageContaining("no rest after");
    }

    private void again() {
        home.execute(this::again);
    }

    @Test
    void takesNothingOnceClosed() {
        after(Duration.ofSeconds(1), "never");
        home.close();

        assertThat(home.timers()).isZero();
        assertThatThrownBy(() -> home.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> home.schedule(() -> {}, 1)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void refusesToGoBack() {
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
                .hasMessage("by: PT-1S (expected: 0 or more; jump may go back)");
    }
}
