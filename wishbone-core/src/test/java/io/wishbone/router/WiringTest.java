package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.module.flow.Fanout;
import io.wishbone.module.flow.Funnel;
import io.wishbone.module.output.NullOutput;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WiringTest {
    @RegisterExtension
    final Warnings warnings = new Warnings();

    private final Router router = Router.create();
    private final Numbers numbers = new Numbers(1);

    @BeforeEach
    void registerModules() {
        router.registerModule("in", numbers);
        router.registerModule("out", new NullOutput());
    }

    @AfterEach
    void close() {
        router.close();
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(WiringException.class);
    }

    @Nested
    class Registering {
        @Test
        void refusesASecondModuleOfAName() {
            assertRefused(() -> router.registerModule("in", new NullOutput()))
                    .hasMessage("module \"in\" is already registered (expected: a name for each module)");
        }

        @Test
        void refusesTheSameActorTwice() {
            Actor actor = new NullOutput();
            router.registerModule("first", actor);

            assertRefused(() -> router.registerModule("second", actor))
                    .hasMessage("cannot register module \"second\": this NullOutput is already registered as module"
                            + " \"first\" (expected: a new object for each registration)");
        }

        @Test
        void leavesAnActorFreeWhoseNameWasBad() {
            Actor actor = new NullOutput();
            assertRefused(() -> router.registerModule("b.ad", actor));

            router.registerModule("good", actor);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".", "a.b", "_a", "-a", "a b", "ä", "a\n"})
        void refusesBadNames(String name) {
            assertRefused(() -> router.registerModule(name, new NullOutput()))
                    .hasMessageStartingWith("cannot register module \"" + name + "\": bad name \"" + name
                            + "\" (expected: 1 to 128 letters, digits, \"_\" and \"-\"");
        }

        @Test
        void takesNamesOf128CharactersAndNoMore() {
            router.registerModule("x".repeat(128), new NullOutput());

            assertRefused(() -> router.registerModule("x".repeat(129), new NullOutput()));
        }

        @Test
        void refusesTheRoutersOwnNames() {
            assertRefused(() -> router.registerModule("_logs", new NullOutput()));
            assertRefused(() -> router.registerModule("_mine", new NullOutput()));
        }

        @Test
        void isOverOnceStopped() {
            router.connect("in.outbox", "out.inbox");
            router.start();
            router.close();

            assertThatThrownBy(() -> router.registerModule("late", new NullOutput()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot register module \"late\": the router is STOPPED (expected: before its stop)");
        }
    }

    @Nested
    class Connecting {
        @Test
        void refusesAnUnknownModuleAndNamesTheNearest() {
            assertRefused(() -> router.connect("in.outbox", "otu.inbox"))
                    .hasMessage(
                            "module \"otu\" is not registered, in a connection to otu.inbox; did you mean \"out\"?");
            assertRefused(() -> router.connect("im.outbox", "out.inbox"))
                    .hasMessage(
                            "module \"im\" is not registered, in a connection from im.outbox; did you mean \"in\"?");
        }

        @Test
        void namesAllModulesWhereNoneIsNear() {
            assertRefused(() -> router.connect("in.outbox", "zzzzzz.inbox"))
                    .hasMessage(
                            "module \"zzzzzz\" is not registered, in a connection to zzzzzz.inbox (known: \"_logs\","
                                    + " \"_metrics\", \"in\", \"out\")");
        }

        @Test
        void refusesAnUnknownQueueAndNamesTheNearest() {
            assertRefused(() -> router.connect("in.outbx", "out.inbox"))
                    .hasMessage("module \"in\" has no outlet \"outbx\"; did you mean \"outbox\"?");
            assertRefused(() -> router.connect("in.outbox", "out.inbix"))
                    .hasMessage("module \"out\" has no inlet \"inbix\"; did you mean \"inbox\"?");
        }

        @Test
        void tellsWhereAQueueIsAnEndOfTheOtherKind() {
            assertRefused(() -> router.connect("out.inbox", "out.inbox"))
                    .hasMessageStartingWith("module \"out\" has no outlet \"inbox\", only an inlet of that name");
            assertRefused(() -> router.connect("in.outbox", "out.failed"))
                    .hasMessageStartingWith("module \"out\" has no inlet \"failed\", only an outlet of that name");
        }

        @Test
        void makesNoOutletOfTheNameOfAnInlet() {
            router.registerModule("split", new Fanout());

            assertRefused(() -> router.connect("split.inbox", "out.inbox"))
                    .hasMessageStartingWith("module \"split\" has no outlet \"inbox\", only an inlet of that name");
        }

        @Test
        void tellsWhereAModuleHasNoInletAtAll() {
            assertRefused(() -> router.connect("in.outbox", "_logs.inbox"))
                    .hasMessage("module \"_logs\" has no inlet \"inbox\" (there is none)");
        }

        @Test
        void refusesASecondConnectionOfEitherEnd() {
            router.registerModule("in2", new Numbers(1));
            router.registerModule("out2", new NullOutput());
            router.connect("in.outbox", "out.inbox");

            assertRefused(() -> router.connect("in.outbox", "out2.inbox"))
                    .hasMessage("\"in.outbox\" is already connected, by \"in.outbox -> out.inbox\" (a queue joins one"
                            + " outlet to one inlet; put a fanout or a funnel between)");
            assertRefused(() -> router.connect("in2.outbox", "out.inbox"))
                    .hasMessageStartingWith("\"out.inbox\" is already connected, by \"in.outbox -> out.inbox\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "in", ".", "in.", ".outbox", "in.outbox.x", "in..outbox"})
        void refusesBadAddresses(String address) {
            String expected = "bad queue address \"" + address + "\" (expected: module.queue, such as \"in.outbox\")";
            assertRefused(() -> router.connect(address, "out.inbox")).hasMessage(expected);
            assertRefused(() -> router.connect("in.outbox", address)).hasMessage(expected);
        }

        @Test
        void makesTheEndsOfFlowModules() {
            router.registerModule("split", new Fanout());
            router.registerModule("join", new Funnel());
            router.connect("in.outbox", "split.inbox");
            router.connect("split.any", "join.other");
            router.connect("join.outbox", "out.inbox");

            assertRefused(() -> router.connect("split._bad", "join.x"))
                    .hasMessageStartingWith("outlet of module \"split\": bad name \"_bad\"");
            router.start();
            StopReport report = router.stop(Duration.ofSeconds(10));

            assertThat(report.ledger().queue("split.any").name()).isEqualTo("split.any -> join.other");
        }

        @Test
        void isOverOnceStopped() {
            router.connect("in.outbox", "out.inbox");
            router.start();
            router.close();

            assertThatThrownBy(() -> router.connect("in.failed", "out.inbox"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot change connections: the router is STOPPED (expected: before its stop)");
        }
    }

    @Nested
    class Disconnecting {
        @Test
        void freesBothEnds() {
            router.connect("in.outbox", "out.inbox");
            router.disconnect("in.outbox");

            router.connect("in.outbox", "out.inbox");
        }

        @Test
        void refusesWhatIsNotConnected() {
            assertRefused(() -> router.disconnect("in.outbox"))
                    .hasMessage("\"in.outbox\" is not connected (there is none)");
            router.connect("in.outbox", "out.inbox");
            assertRefused(() -> router.disconnect("in.outbix"))
                    .hasMessage("\"in.outbix\" is not connected; did you mean \"in.outbox\"?");
        }
    }

    @Nested
    class AFanout {
        private void assertDelivers() {
            router.start();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> numbers.outcomes().size() == 1);

            assertThat(numbers.outcomes()).containsExactly("1 ok");
        }

        @Test
        void forgetsABranchThatWasDisconnected() {
            warnings.expect("module \"other\" has inlets, but nothing is connected to any of them");
            router.registerModule("fan", new Fanout());
            router.registerModule("other", new NullOutput());
            router.connect("in.outbox", "fan.inbox");
            router.connect("fan.one", "out.inbox");
            router.connect("fan.two", "other.inbox");
            router.disconnect("fan.two");

            assertDelivers();
        }

        @Test
        void hasNoBranchOfARefusedConnection() {
            router.registerModule("fan", new Fanout());
            router.connect("in.outbox", "fan.inbox");
            router.connect("fan.one", "out.inbox");
            assertRefused(() -> router.connect("fan.two", "out.inbx"));

            assertDelivers();
        }
    }

    @Nested
    class LooseEnds {
        @Test
        void areWarnedOfAndCounted() {
            warnings.expect(
                    "\"in.outbox\" leads nowhere: what the module submits is dropped and counted as unconnected");
            warnings.expect("module \"out\" has inlets, but nothing is connected to any of them");
            router.start();
            await().atMost(Duration.ofSeconds(20)).until(numbers::allMade);
            StopReport report = router.stop(Duration.ofSeconds(10));

            assertThat(report.isClean()).isTrue();
            assertThat(report.ledger().queue("in.outbox").droppedTotal()).isEqualTo(1);
            assertThat(report.ledger().isBalanced()).isTrue();
        }
    }
}
