package io.wishbone.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.testkit.SteppedModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimedCompletionTest {
    private final List<String> told = new ArrayList<>();
    private final Asker asker = new Asker();

    /** Makes an event of each, and wants to know within ten seconds what becomes of it. */
    private final class Asker extends Actor {
        private final Outlet outbox = outlet(OUTBOX);

        Asker() {
            inlet(INBOX, event -> ask(event.text()));
        }

        private void ask(String text) {
            Completion completion = context()
                    .completion(
                            Duration.ofSeconds(10),
                            failure -> told.add(text + (failure == null ? " ok" : " " + failure.reason())));
            outbox.submit(Event.of(text).withCompletion(completion));
            completion.release();
        }
    }

    @Test
    void tellsOfSuccessOnceAndForgetsItsTimer() {
        try (SteppedModule module = SteppedModule.start("asker", asker)) {
            module.feed("inbox", Event.of("a"));
            assertThat(module.takeFrom("outbox")).hasSize(1);

            assertThat(told).containsExactly("a ok");
            module.advance(Duration.ofMinutes(1));
            assertThat(told).containsExactly("a ok");
        }
    }

    @Test
    void tellsOfFailure() {
        try (SteppedModule module =
                SteppedModule.builder("asker", asker).unconnected("outbox").start()) {
            module.feed("inbox", Event.of("a"));

            assertThat(told).containsExactly("a unconnected");
        }
    }

    @Test
    void tellsOfATimeoutAndOfNothingAfterwards() {
        try (SteppedModule module =
                SteppedModule.builder("asker", asker).unread("outbox").start()) {
            module.feed("inbox", Event.of("a"));
            module.advance(Duration.ofSeconds(10).minusNanos(1));
            assertThat(told).isEmpty();

            module.advance(Duration.ofNanos(1));
            assertThat(told).containsExactly("a timeout");

            module.resumeReading("outbox");
            assertThat(module.takeFrom("outbox")).hasSize(1);
            assertThat(told).containsExactly("a timeout");
        }
    }
}
