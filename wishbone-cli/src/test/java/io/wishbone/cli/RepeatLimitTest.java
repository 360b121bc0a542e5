package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatLimitTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final List<Runnable> due = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final RepeatLimit limit = new RepeatLimit(written, 2, WINDOW, () -> now, (delay, task) -> {
        delays.add(delay);
        due.add(task);
    });

    @BeforeEach
    void start() {
        written.start();
        limit.start();
    }

    private void log(String logger, Level level, String pattern, int times) {
        for (int i = 0; i < times; i++) {
            limit.doAppend(LogLayoutTest.event(logger, level, pattern, i));
        }
    }

    private List<String> messages() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void leavesOutWhatIsRepeatedAndTellsHowMuchAtTheEnd() {
        log("a", Level.WARN, "lost {}", 1);
        now = now.plusSeconds(4);
        log("a", Level.WARN, "lost {}", 4);
        assertThat(messages()).containsExactly("lost 0", "lost 0");
        assertThat(delays).containsExactly(Duration.ofSeconds(6));

        due.get(0).run();
        assertThat(messages()).last().isEqualTo("left out 3 more within 10000 ms like: lost ...");
        assertThat(written.list.get(2).getLevel()).isEqualTo(Level.WARN);
        assertThat(written.list.get(2).getLoggerName()).isEqualTo("a");

        log("a", Level.WARN, "lost {}", 1);
        assertThat(messages()).last().isEqualTo("lost 0");
    }

    @Test
    void beginsAnewOnceTheWindowIsOver() {
        for (int i = 0; i < 5; i++) {
            log("a", Level.INFO, "lost {}", 2);
            now = now.plus(WINDOW);
        }
        assertThat(messages()).hasSize(10);
        assertThat(due).isEmpty();
    }

    @Test
    void countsMessagesLoggersAndLevelsEachByThemselves() {
        log("a", Level.WARN, "lost {}", 2);
        log("b", Level.WARN, "lost {}", 2);
        log("a", Level.INFO, "lost {}", 2);
        log("a", Level.WARN, "found {}", 2);
        assertThat(messages()).hasSize(8);
    }

    @Test
    void neverLeavesOutAnError() {
        log("a", Level.ERROR, "broken {}", 100);
        assertThat(messages()).hasSize(100);
    }

    @Test
    void tellsEarlierWhereItEnds() {
        log("a", Level.INFO, "lost {}", 5);
        limit.flush();
        assertThat(messages()).last().isEqualTo("left out 3 more within 10000 ms like: lost ...");
        due.get(0).run();
        assertThat(messages()).hasSize(3);
    }

    @Test
    void letsThroughWhatIsTooManifoldToCount() {
        for (int i = 0; i < 5000; i++) {
            log("a", Level.INFO, "lost " + i, 3);
        }
        assertThat(due).hasSize(4096);
        assertThat(messages()).hasSize(2 * 4096 + 3 * (5000 - 4096));
    }
}
