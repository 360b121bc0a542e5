package io.wishbone.netty.input;

import static io.wishbone.testkit.chaos.Direction.TO_UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.LengthField;
import io.wishbone.router.StopReport;
import io.wishbone.testkit.BalancedLedger;
import io.wishbone.testkit.chaos.ChaosProxy;
import io.wishbone.testkit.chaos.ChaosSchedule;
import io.wishbone.testkit.chaos.Fault;
import io.wishbone.testkit.chaos.FaultKind;
import io.wishbone.testkit.chaos.NumberedMessages;
import io.wishbone.testkit.chaos.NumberedMessages.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that come in pieces, late, or not to their end. */
class TcpInputChaosIT {
    private static final int COUNT = 60;
    private static final int MOST_PAYLOAD = 100;
    private static final long SEEDS = 4;

    /**
     * How messages are told apart.
     *
     * @param frame makes the bytes of a message, one character for each
     * @param isCounted whether a length is before a message, so that an unfinished one is known to be that
     */
    private record Wire(String name, Framing framing, Function<String, String> frame, boolean isCounted) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Wire> WIRES = List.of(
            new Wire("lines", Framing.lines(), message -> message + "\n", false),
            new Wire("null", Framing.nullEnded(), message -> message + "\0", false),
            new Wire(
                    "length",
                    Framing.length(LengthField.builder().bytes(2).build()),
                    message -> "\0" + (char) message.length() + message,
                    true),
            new Wire("octet_counting", Framing.octetCounting(), message -> message.length() + " " + message, true),
            new Wire("varint", Framing.varint(), message -> (char) message.length() + message, true));

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    /** Messages as they are sent. */
    private static final class Sent {
        private final List<String> messages = new ArrayList<>();
        private final List<Integer> ends = new ArrayList<>();
        private final StringBuilder stream = new StringBuilder();

        private Sent(Wire wire, long seed) {
            NumberedMessages numbered = NumberedMessages.lines(seed, MOST_PAYLOAD);
            for (int i = 0; i < COUNT; i++) {
                String message = new String(numbered.next(), StandardCharsets.ISO_8859_1);
                messages.add(message);
                stream.append(wire.frame.apply(message));
                ends.add(stream.length());
            }
        }

        private List<String> wholeIn(int bytes) {
            return messages.subList(
                    0, (int) ends.stream().filter(end -> end <= bytes).count());
        }

        private String tailIn(int bytes) {
            int whole = wholeIn(bytes).size();
            return stream.substring(whole == 0 ? 0 : ends.get(whole - 1), bytes);
        }
    }

    static Stream<Arguments> wiresAndSeeds() {
        return WIRES.stream()
                .flatMap(wire -> LongStream.rangeClosed(1, SEEDS).mapToObj(seed -> Arguments.of(wire, seed)));
    }

    private Rig start(Wire wire, boolean emitPartial) {
        Rig rig = Rig.start(config -> config.framing(wire.framing).emitPartial(emitPartial));
        routers.track(rig.router);
        return rig;
    }

    private static ChaosProxy proxy(Rig rig, Fault... faults) {
        return ChaosProxy.start(rig.input.boundAddress(), ChaosSchedule.onFirst(faults));
    }

    /** Sends as much as is taken. */
    private static void send(InetSocketAddress to, String stream) throws IOException {
        try (Peer peer = new Peer(to)) {
            peer.send(stream).endOutput().awaitEnd();
        } catch (IOException broken) {
            // As the fault has it.
        }
    }

    private static void awaitEnded(Rig rig, int connections) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> rig.metric("connections_total") == connections && rig.metric("connections") == 0);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("wiresAndSeeds")
    void eventsAreTheSameHoweverSlowTheStream(Wire wire, long seed) throws Exception {
        Sent sent = new Sent(wire, seed);
        Fault[] faults = {
            Fault.Slow.oneByte(TO_UPSTREAM, 0, 1000),
            Fault.Slow.drip(TO_UPSTREAM, 1000, 500, 31, Duration.ofMillis(1)),
            Fault.Slow.delay(TO_UPSTREAM, 1500, 500, Duration.ofMillis(5))
        };
        try (Rig rig = start(wire, true);
                ChaosProxy proxy = proxy(rig, faults)) {
            send(proxy.address(), sent.stream.toString());
            rig.awaitLines(COUNT);

            assertThat(rig.stop().isClean()).isTrue();
            assertThat(rig.collector.lines()).isEqualTo(sent.messages);
            assertThat(rig.metric("dropped_partial_total")).isZero();
        }
    }

    private static Fault ending(boolean isCut, int bytes) {
        return isCut ? new Fault.Cut(TO_UPSTREAM, bytes) : new Fault.HalfClose(TO_UPSTREAM, bytes, TO_UPSTREAM);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("wiresAndSeeds")
    void whatCameBeforeTheEndIsThereAndTheTailIsAnEventOrCounted(Wire wire, long seed) throws Exception {
        Sent sent = new Sent(wire, seed);
        int bytes = 1 + (int) (seed * 389 % (sent.stream.length() - 1));
        String tail = sent.tailIn(bytes);
        boolean emitPartial = seed % 2 == 0;
        boolean isEvent = emitPartial && !wire.isCounted && !tail.isEmpty();
        List<String> expected = new ArrayList<>(sent.wholeIn(bytes));
        if (isEvent) {
            expected.add(tail);
        }
        try (Rig rig = start(wire, emitPartial);
                ChaosProxy proxy = proxy(rig, Fault.Slow.oneByte(TO_UPSTREAM, 0, 2000), ending(seed > 2, bytes))) {
            send(proxy.address(), sent.stream.toString());
            awaitEnded(rig, 1);

            assertThat(rig.stop().isClean()).isTrue();
            assertThat(rig.collector.lines()).isEqualTo(expected);
            assertThat(rig.metric("dropped_partial_total")).isEqualTo(tail.isEmpty() || isEvent ? 0 : 1);
        }
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("wiresAndSeeds")
    void aResetMakesNoEventOfAnUnfinishedMessage(Wire wire, long seed) throws Exception {
        Sent sent = new Sent(wire, seed);
        int bytes = 1 + (int) (seed * 389 % (sent.stream.length() - 1));
        try (Rig rig = start(wire, true);
                ChaosProxy proxy = proxy(rig, new Fault.Reset(TO_UPSTREAM, bytes))) {
            send(proxy.address(), sent.stream.toString());
            awaitEnded(rig, 1);

            assertThat(rig.stop().isClean()).isTrue();
            List<String> events = rig.collector.lines();
            assertThat(sent.wholeIn(bytes)).startsWith(events.toArray(String[]::new));
        }
    }

    /** A client that goes on with the next message when a connection breaks, as at most once has it. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void nothingIsChangedRepeatedOrMisplacedByAnyFaults(long seed) throws Exception {
        NumberedMessages messages = NumberedMessages.lines(seed, MOST_PAYLOAD);
        ChaosSchedule faults = ChaosSchedule.random(seed, 10, 10_000, EnumSet.allOf(FaultKind.class));
        try (Rig rig = start(WIRES.get(0), true);
                ChaosProxy proxy = ChaosProxy.start(rig.input.boundAddress(), faults)) {
            for (int connection = 1; connection <= 11; connection++) {
                send(proxy.address(), lines(messages));
                awaitEnded(rig, connection);
            }
            StopReport stopped = rig.stop();
            rig.collector.lines().forEach(messages::received);

            assertThat(stopped.isClean()).as(stopped.toString()).isTrue();
            assertThat(messages.report()).matches(Report::isAtMostOnce);
            assertThat(messages.report().cutShort()).isLessThanOrEqualTo(10);
            assertThat(messages.report().distinct()).isGreaterThanOrEqualTo(COUNT);
        }
    }

    private static String lines(NumberedMessages messages) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < COUNT; i++) {
            lines.writeBytes(messages.next());
            lines.write('\n');
        }
        return lines.toString(StandardCharsets.ISO_8859_1);
    }
}
