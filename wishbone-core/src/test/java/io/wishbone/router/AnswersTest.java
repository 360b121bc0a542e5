package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That an input may be told what to answer by what it feeds, though that leads back to it. */
class AnswersTest {
    private static final int EVENTS = 20_000;
    private static final ConnectionOptions NARROW =
            new ConnectionOptions(new QueueLimits(8, 1 << 20), OverflowPolicy.BLOCK);

    @RegisterExtension
    final Warnings warnings = new Warnings();

    private final Router router =
            Router.create(RouterConfig.builder().callLimit(Duration.ZERO).build());
    private final Asker asker = new Asker();
    private final Hook hook = new Hook();

    @AfterEach
    void close() {
        router.close();
    }

    private void startWithAnswers() {
        hook.placement = Placement.cpu();
        router.registerModule("asker", asker);
        router.registerModule("hook", hook);
        router.connect("asker.outbox", "hook.inbox", NARROW);
        router.connect("hook.outbox", "asker.answer", NARROW);
        router.start();
    }

    private static List<Object> numbers(int count) {
        return IntStream.rangeClosed(1, count).<Object>mapToObj(i -> i).toList();
    }

    @Test
    void everyAnswerArrivesThoughQueuesAreNarrow() {
        startWithAnswers();
        await().atMost(Duration.ofSeconds(30)).until(() -> asker.answers.size() == EVENTS);

        assertThat(asker.answers).isEqualTo(numbers(EVENTS));
        assertThat(router.stop(Duration.ofSeconds(20)).isClean()).isTrue();
    }

    @Test
    void aStopWaitsForTheAnswersToWhatWasAsked() {
        startWithAnswers();
        await().until(() -> asker.asked > 100);

        StopReport report = router.stop(Duration.ofSeconds(20));

        assertThat(report.isClean()).isTrue();
        assertThat(asker.answers).isEqualTo(numbers(asker.asked));
    }

    @Test
    void aConnectionForAnswersCanBeMadeWhileTheInputRuns() {
        hook.placement = Placement.cpu();
        router.registerModule("asker", asker);
        router.registerModule("hook", hook);
        router.connect("asker.outbox", "hook.inbox", NARROW);
        warnings.expect("\"hook.outbox\" leads nowhere");
        router.start();

        router.connect("hook.outbox", "asker.answer", NARROW);
        int late = asker.asked;
        await().atMost(Duration.ofSeconds(30)).until(() -> asker.asked == EVENTS);

        assertThat(router.stop(Duration.ofSeconds(20)).isClean()).isTrue();
        assertThat(asker.answers).containsAll(numbers(EVENTS).subList(late, EVENTS));
    }

    /** An input that notes what it is answered. */
    private static final class Asker extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final List<Object> answers = Collections.synchronizedList(new ArrayList<>());
        private volatile int asked;

        Asker() {
            source(this::ask);
            controlInlet("answer", event -> answers.add(event.data()));
        }

        @Override
        public Placement placement(SharedResources shared) {
            return Placement.cpu();
        }

        private int ask(int budget) {
            int count = Math.min(budget, EVENTS - asked);
            for (int i = 0; i < count; i++) {
                int number = asked + 1;
                asked = number;
                outbox.submit(Event.of(number));
            }
            return count;
        }
    }
}
