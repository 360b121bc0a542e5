package io.wishbone.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.Signal;
import io.wishbone.testkit.ManualClock;
import io.wishbone.testkit.ManualHome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** That a home goes on whatever goes wrong in the step of a module. */
class RecoveryTest {
    /** Passes on what comes, and keeps a list of it. */
    private static final class Pass extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final List<Object> seen = new ArrayList<>();

        Pass() {
            inlet(INBOX, event -> {
                seen.add(event.data());
                outbox.submit(event);
            });
        }
    }

    private final ManualHome home = new ManualHome(new ManualClock());
    private final Trampoline trampoline = new Trampoline(home);
    private final Pass bad = new Pass();
    private final Pass good = new Pass();
    private final ModuleRunner badRunner = runner("bad", bad);
    private final ModuleRunner goodRunner = runner("good", good);
    private final EventQueue badInbox = inbox(bad, badRunner);
    private final EventQueue goodInbox = inbox(good, goodRunner);
    private boolean broken;

    private ModuleRunner runner(String name, Actor actor) {
        ModuleRunner runner = new ModuleRunner(name, actor, NOPLogger.NOP_LOGGER);
        runner.place(List.of(trampoline), false);
        return runner;
    }

    private static EventQueue inbox(Actor actor, ModuleRunner runner) {
        EventQueue queue =
                EventQueue.builder("inbox").consumer(runner).producer(() -> {}).build();
        actor.inlets().forEach(inlet -> inlet.attach(queue));
        return queue;
    }

    @BeforeEach
    void start() {
        Signal fails = () -> {
            if (broken) {
                throw new IllegalStateException("cannot wake");
            }
        };
        bad.outbox.attach(EventQueue.builder("outbox")
                .consumer(fails)
                .producer(bad.outbox.emitters().get(0).signal())
                .build());
        badRunner.start();
        goodRunner.start();
        home.runTasks();
    }

    private void feed(EventQueue queue, Object data) {
        queue.producer(0).offer(Event.of(data));
        queue.producer(0).publish();
    }

    @Test
    void otherModulesOfTheHomeGoOn() {
        broken = true;
        feed(badInbox, 1);
        feed(goodInbox, 1);
        home.runTasks();

        assertThat(good.seen).containsExactly(1);
    }

    @Test
    void theModuleGoesOnWithItsNextEvent() {
        broken = true;
        feed(badInbox, 1);
        home.runTasks();
        broken = false;
        feed(badInbox, 2);
        home.runTasks();

        assertThat(bad.seen).containsExactly(1, 2);
        assertThat(bad.outbox.submitted()).isEqualTo(2);
    }

    @Test
    void aTaskOfTheModuleGoesOn() {
        broken = true;
        badRunner.context().run(() -> bad.outbox.submit(Event.of(1)));
        broken = false;
        feed(badInbox, 2);
        home.runTasks();

        assertThat(bad.seen).containsExactly(2);
        assertThat(trampoline.currentModule()).isNull();
    }

    @Test
    void aCloseIsDoneThoughACompletionThatIsLeftHasEnded() {
        Completion ended = Completion.create(failure -> {});
        ended.release();
        badInbox.producer(0).offer(Event.of(1).withCompletion(ended));
        var closed = badRunner.close();
        home.runTasks();

        assertThat(closed).isDone();
        assertThat(badRunner.breach()).isPresent();
    }
}
