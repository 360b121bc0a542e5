package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTimerTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final HttpTimer timer = new HttpTimer(channel.eventLoop());
    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    private void set(int seconds, String name) {
        timer.set(Duration.ofSeconds(seconds), () -> ran.add(name));
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void runsItsTaskOnceWhenItIsDue() {
        set(10, "task");
        pass(9);
        assertThat(ran).isEmpty();
        pass(1);
        pass(100);

        assertThat(ran).containsExactly("task");
    }

    @Test
    void runsTheLastTaskAloneIfThatIsDueLater() {
        set(10, "first");
        pass(6);
        set(10, "second");
        pass(6);
        assertThat(ran).isEmpty();
        pass(4);

        assertThat(ran).containsExactly("second");
    }

    @Test
    void runsTheLastTaskAloneIfThatIsDueSooner() {
        set(60, "first");
        set(10, "second");
        pass(10);
        pass(100);

        assertThat(ran).containsExactly("second");
    }

    @Test
    void runsNothingOnceItIsCleared() {
        set(10, "first");
        timer.clear();
        pass(100);
        assertThat(ran).isEmpty();
        set(10, "second");
        pass(10);

        assertThat(ran).containsExactly("second");
    }

    @Test
    void leavesNothingScheduledOnceItIsClosed() {
        set(10, "task");
        timer.close();

        assertThat(channel.hasPendingTasks()).isFalse();
        pass(100);
        assertThat(ran).isEmpty();
    }

    @Test
    void mayBeSetByTheTaskThatItRuns() {
        timer.set(Duration.ofSeconds(10), () -> set(10, "next"));
        pass(10);
        pass(10);

        assertThat(ran).containsExactly("next");
    }
}
