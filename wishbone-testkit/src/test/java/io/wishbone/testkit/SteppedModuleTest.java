package io.wishbone.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.Actor;
import io.wishbone.actor.ModuleState;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.log.LogRecord;
import io.wishbone.queue.DropReason;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ModuleStartException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SteppedModuleTest {
    private static final Event A = Event.of("a");
    private static final Event B = Event.of("b");

    @Nested
    class FeedsAndCollects {
        @Test
        void whatGoesInAndComesOut() {
            try (SteppedModule upper = SteppedModule.start("upper", new Modules.UpperCase())) {
                upper.feed("inbox", A, B);
                assertThat(upper.textsFrom("outbox")).containsExactly("A", "B");
                assertThat(upper.textsFrom("outbox")).isEmpty();

                upper.feed("inbox", Event.of("bad"));
                assertThat(upper.takeFrom("failed"))
                        .singleElement()
                        .satisfies(event -> assertThat(event.header("upper", "error"))
                                .asString()
                                .contains("bad text"));
                assertThat(upper.account().failed()).isEqualTo(1);
            }
        }

        @Test
        void throughQueuesThatConnectingMakes() {
            try (SteppedModule copies = SteppedModule.builder("copies", new Modules.Copies())
                    .inlets("x", "y")
                    .outlets("one", "two")
                    .start()) {
                copies.feed("x", A);
                copies.feed("y", B);

                assertThat(copies.textsFrom("one")).containsExactly("a", "b");
                assertThat(copies.textsFrom("two")).containsExactly("a", "b");
            }
        }

        @Test
        void underBackPressure() {
            try (SteppedModule upper = SteppedModule.builder("upper", new Modules.UpperCase())
                    .limits("outbox", QueueLimits.ofEvents(2))
                    .start()) {
                upper.stopReading("outbox");
                upper.feed("inbox", A, A, A, A, A);
                assertThat(upper.unread("outbox")).isEqualTo(2);
                assertThat(upper.untaken("inbox")).isEqualTo(3);
                assertThat(upper.takeFrom("outbox")).isEmpty();

                upper.resumeReading("outbox");
                assertThat(upper.takeFrom("outbox")).hasSize(5);
                assertThat(upper.untaken("inbox")).isZero();
            }
        }

        @Test
        void moreThanAnInletsQueueHolds() {
            try (SteppedModule upper = SteppedModule.builder("upper", new Modules.UpperCase())
                    .unread("outbox")
                    .limits(QueueLimits.ofEvents(1))
                    .start()) {
                Event[] many = new Event[10_000];
                Arrays.fill(many, A);
                upper.feed("inbox", many);
                assertThat(upper.untaken("inbox")).isEqualTo(9_999);

                upper.resumeReading("outbox");
                assertThat(upper.takeFrom("outbox")).hasSize(10_000);
            }
        }

        @Test
        void withDropsInTheLedger() {
            try (SteppedModule upper = SteppedModule.builder("upper", new Modules.UpperCase())
                    .policy("outbox", OverflowPolicy.DROP_NEWEST)
                    .limits("outbox", QueueLimits.ofEvents(1))
                    .unconnected("failed")
                    .expectWarning("failed on an event")
                    .start()) {
                upper.stopReading("outbox");
                upper.feed("inbox", A, A, Event.of("bad"));

                assertThat(upper.ledger().queue("upper.outbox").dropped())
                        .isEqualTo(Map.of(DropReason.DROP_NEWEST, 1L));
                assertThat(upper.account().failed()).isEqualTo(1);
                assertThat(upper.ledger().isBalanced()).isTrue();
                assertThat(upper.connectedOutlets()).containsExactly("outbox");
            }
        }

        @Test
        void withWhatLeadsNowhereInTheLedger() {
            try (SteppedModule upper = SteppedModule.builder("upper", new Modules.UpperCase())
                    .unconnected("outbox")
                    .start()) {
                upper.feed("inbox", A);

                assertThat(upper.ledger().queue("upper.outbox").dropped())
                        .isEqualTo(Map.of(DropReason.UNCONNECTED, 1L));
            }
        }

        @Test
        void namingTheQueueThatWasMeant() {
            try (SteppedModule upper = SteppedModule.start("upper", new Modules.UpperCase())) {
                assertThatThrownBy(() -> upper.feed("inbx", A))
                        .hasMessage("module \"upper\" has no inlet \"inbx\"; did you mean \"inbox\"?");
                assertThatThrownBy(() -> upper.takeFrom("outbux"))
                        .hasMessage("module \"upper\" has no connected outlet \"outbux\"; did you mean \"outbox\"?");
            }
            assertThatThrownBy(() -> SteppedModule.builder("upper", new Modules.UpperCase())
                            .unconnected("faild")
                            .build())
                    .hasMessage("module \"upper\" has no outlet \"faild\"; did you mean \"failed\"?");
            assertThatThrownBy(() -> SteppedModule.builder("upper", new Modules.UpperCase())
                            .inlets("x")
                            .build())
                    .hasMessageStartingWith("module \"upper\" has no inlet \"x\"");
        }
    }

    @Nested
    class Answers {
        @Test
        void onceTheEventWasDelivered() {
            try (SteppedModule upper = SteppedModule.builder("upper", new Modules.UpperCase())
                    .unread("outbox")
                    .start()) {
                Answer answer = upper.feedAsked("inbox", A);
                assertThat(answer.isPending()).isTrue();
                assertThat(answer.succeeded()).isFalse();

                upper.resumeReading("outbox");
                assertThat(answer.succeeded()).isTrue();
                assertThat(answer.hasFailed()).isFalse();
                assertThat(answer).hasToString("event 1 of those fed with a completion succeeded");
            }
        }

        @Test
        void withTheReasonOfAFailure() {
            try (SteppedModule upper = SteppedModule.builder("upper", new Modules.UpperCase())
                    .unconnected("failed")
                    .allowWarnings()
                    .start()) {
                Answer answer = upper.feedAsked("inbox", Event.of("bad"));

                assertThat(answer.hasFailed()).isTrue();
                assertThat(answer.succeeded()).isFalse();
                assertThat(answer.failure()).get().extracting("message").isEqualTo("bad text");
            }
        }
    }

    @Nested
    class MovesTime {
        @Test
        void toTheTimersThatFallDue() {
            try (SteppedModule pack = SteppedModule.start("pack", new Modules.Pack())) {
                pack.feed("inbox", A, B);
                assertThat(pack.held()).isEqualTo(2);
                assertThat(pack.counter("gathered")).isEqualTo(2);
                pack.advance(Duration.ofMillis(9_999));
                assertThat(pack.takeFrom("outbox")).isEmpty();

                pack.advance(Duration.ofMillis(1));
                assertThat(pack.takeFrom("outbox"))
                        .extracting(event -> event.header("pack", "at"))
                        .containsOnly(ManualClock.START.plusSeconds(10));
                assertThat(pack.counter("flushed_total")).isEqualTo(2);
                assertThat(pack.counter("unknown")).isZero();
                assertThat(pack.held()).isZero();
            }
        }

        @Test
        void throughManyTimersEachAtItsTime() {
            try (SteppedModule pack = SteppedModule.start("pack", new Modules.Pack())) {
                pack.feed("inbox", A);
                pack.advance(Duration.ofHours(1));

                assertThat(pack.takeFrom("outbox").get(0).header("pack", "at"))
                        .isEqualTo(ManualClock.START.plusSeconds(10));
                assertThat(pack.clock().instant()).isEqualTo(ManualClock.START.plusSeconds(3600));
                assertThat(pack.home().timers()).isEqualTo(1);
            }
        }

        @Test
        void ofDayAloneToo() {
            try (SteppedModule pack = SteppedModule.start("pack", new Modules.Pack())) {
                pack.jumpClock(Duration.ofDays(-1));
                pack.feed("inbox", A);
                assertThat(pack.held()).isEqualTo(1);

                pack.feed("flush", B);
                assertThat(pack.takeFrom("outbox").get(0).header("pack", "at"))
                        .isEqualTo(ManualClock.START.minus(Duration.ofDays(1)));
            }
        }
    }

    @Nested
    class LivesLikeAModuleOfARouter {
        @Test
        void throughItsStates() {
            SteppedModule upper =
                    SteppedModule.builder("upper", new Modules.UpperCase()).build();
            assertThat(upper.state()).isEqualTo(ModuleState.NEW);
            upper.start();
            assertThat(upper.state()).isEqualTo(ModuleState.RUNNING);
            assertThat(upper.isIdle()).isTrue();
            upper.drain();
            assertThat(upper.state()).isEqualTo(ModuleState.DRAINING);
            upper.close();
            assertThat(upper.state()).isEqualTo(ModuleState.STOPPED);
            upper.close();
        }

        @Test
        void emittingWhatItGathersWhenDrained() {
            try (SteppedModule pack = SteppedModule.start("pack", new Modules.Pack())) {
                pack.feed("inbox", A, B);
                pack.drain();

                assertThat(pack.textsFrom("outbox")).containsExactly("a", "b");
            }
        }

        @Test
        void withAStartThatFails() {
            Modules.CannotStart module = new Modules.CannotStart();

            assertThatThrownBy(() -> SteppedModule.start("listen", module))
                    .isInstanceOf(ModuleStartException.class)
                    .hasMessage("module \"listen\" could not start: port 1 is in use");
            assertThat(module.closes()).isEqualTo(1);
        }

        @Test
        void withAStartThatTakesLonger() {
            Modules.NeverReady module = new Modules.NeverReady();
            try (SteppedModule listen = SteppedModule.start("listen", module)) {
                assertThat(listen.pending()).containsExactly("bind 127.0.0.1:1");
                module.ready();
                assertThat(listen.pending()).isEmpty();
            }
        }

        @Test
        void withAStartThatFailsLater() {
            Modules.NeverReady module = new Modules.NeverReady();
            try (SteppedModule listen = SteppedModule.start("listen", module)) {
                assertThat(listen.startFailure()).isEmpty();
                module.fail(new IOException("port 1 is in use"));
                assertThat(listen.startFailure()).get().isInstanceOf(IOException.class);
            }
        }

        @Test
        void handedATaskByAnotherThread() throws InterruptedException {
            Modules.Pack module = new Modules.Pack();
            try (SteppedModule pack = SteppedModule.start("pack", module)) {
                pack.feed("inbox", A);
                Thread other = new Thread(module::flushFromAnywhere);
                other.start();
                other.join();
                assertThat(pack.takeFrom("outbox")).isEmpty();
                assertThat(pack.isIdle()).isFalse();

                pack.run();
                assertThat(pack.takeFrom("outbox")).hasSize(1);
            }
        }

        @Test
        void butNotOnEventLoopsOfItsOwn() {
            Actor placed = new Actor() {
                @Override
                public Placement placement(SharedResources shared) {
                    return Placement.on(new ManualHome(new ManualClock()));
                }
            };

            assertThatThrownBy(() -> SteppedModule.start("listen", placed))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be stepped");
        }
    }

    @Nested
    class FailsTheTestOf {
        private void assertFails(SteppedModule module, String... parts) {
            assertThatThrownBy(module::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("module \"m\":")
                    .hasMessageContainingAll(parts);
            // What was said once is not said again.
            assertThatCode(module::close).doesNotThrowAnyException();
        }

        @Test
        void aModuleWhoseHoldsOutliveIt() {
            SteppedModule module = SteppedModule.start("m", new Modules.IgnoresDrain());
            module.feed("inbox", A);
            module.feedAsked("inbox", B);

            assertFails(
                    module, "2 events are held after the drain", "event 1 of those fed with a completion is pending");
        }

        @Test
        void aModuleThatNeverEndsACompletion() {
            SteppedModule module = SteppedModule.start("m", new Modules.KeepsCompletions());
            module.feedAsked("inbox", A);

            assertFails(module, "event 1 of those fed with a completion is pending after the end");
        }

        @Test
        void aModuleThatEndsACompletionTwice() {
            SteppedModule module = SteppedModule.start("m", new Modules.EndsCompletionsTwice());

            assertThatThrownBy(() -> module.feedAsked("inbox", A))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("released more often than it was taken");
            module.close();
        }

        @Test
        void aModuleWhoseAccountsDoNotBalance() {
            SteppedModule module = SteppedModule.start("m", new Modules.CooksItsBooks());
            module.feed("inbox", A);

            assertFails(module, "its accounts do not balance", "consumed 1 + created 0 = submitted 1 + absorbed 1");
        }

        @Test
        void aModuleThatNeverEndsWhatItBegan() {
            assertFails(
                    SteppedModule.start("m", new Modules.NeverReady()),
                    "[bind 127.0.0.1:1] is pending after the drain");
        }

        @Test
        void aModuleThatLeavesATimer() {
            assertFails(SteppedModule.start("m", new Modules.LeavesATimer()), "1 timers outlive it");
        }

        @Test
        void aModuleThatTakesNothing() {
            SteppedModule module = SteppedModule.start("m", new Modules.PausesForEver());
            module.feed("inbox", A);

            assertFails(module, "1 events are left at \"inbox\"");
        }

        @Test
        void aModuleThatHasNoEnd() {
            assertThatThrownBy(() -> SteppedModule.start("m", new Modules.NeverRests()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("submitted more than 1000000 events at once");
            assertThatThrownBy(() -> SteppedModule.builder("m", new Modules.NeverRests())
                            .unconnected("outbox")
                            .start())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no rest after");
        }

        @Test
        void aModuleThatWarnsUnexpectedly() {
            SteppedModule module = SteppedModule.start("m", new Modules.Warns());
            module.feed("inbox", A, B);
            module.expectWarning("seen a");

            assertThat(module.warnings()).extracting(LogRecord::message).containsExactly("seen a", "seen b");
            assertFails(module, "it logged at WARN: seen b (expected: only [seen a])");
        }

        @Test
        void aModuleThatDoesNotWarnThoughExpected() {
            SteppedModule module = SteppedModule.start("m", new Modules.Warns());
            module.expectWarning("seen");

            assertFails(module, "it did not warn of \"seen\"");
        }

        @Test
        void noModuleThatWarnsAsExpected() {
            try (SteppedModule module = SteppedModule.builder("m", new Modules.Warns())
                    .expectWarning("seen")
                    .start()) {
                module.feed("inbox", A, B);
                assertThat(module.logs()).hasSize(2);
            }
        }

        @Test
        void noModuleThatIsAborted() {
            SteppedModule module = SteppedModule.start("m", new Modules.IgnoresDrain());
            module.feed("inbox", A);

            module.abort();
            module.close();
            assertThat(module.state()).isEqualTo(ModuleState.STOPPED);
        }
    }

    @Test
    void isForTheThreadThatMadeIt() throws InterruptedException {
        SteppedModule module = SteppedModule.start("m", new Modules.UpperCase());
        List<Throwable> thrown = new ArrayList<>();
        Thread other = new Thread(() -> {
            try {
                module.run();
            } catch (IllegalStateException e) {
                thrown.add(e);
            }
        });
        other.start();
        other.join();
        module.close();

        assertThat(thrown).singleElement().asString().contains("(expected: on main)");
        assertThatThrownBy(() -> module.feed("inbox", A))
                .hasMessage("module \"m\" is closed (expected: feed before close)");
    }

    @Test
    void closesAModuleThatDoesNotComeToRestInItsDrain() {
        Modules.NeverRestsInItsDrain endless = new Modules.NeverRestsInItsDrain();
        SteppedModule module = SteppedModule.start("m", endless);

        assertThatThrownBy(module::close).isInstanceOf(AssertionError.class).hasMessageContaining("no rest after");
        assertThat(endless.isClosed()).isTrue();
        assertThatCode(module::close).doesNotThrowAnyException();
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
        Actor leaky = new Actor() {
            {
                inlet("inbox", event -> List.of(hold(event)));
            }

            @Override
            public void onStart() {
                context().begin("something");
                context().schedule(Duration.ofDays(1), () -> {});
            }
        };
        SteppedModule module = SteppedModule.start("m", leaky);
        module.feed("inbox", A);

        assertThatThrownBy(module::close)
                .hasMessageContainingAll("1 events are held", "[something] is pending", "1 timers outlive it");
    }
}
