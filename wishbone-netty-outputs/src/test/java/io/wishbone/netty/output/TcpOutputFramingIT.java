package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import io.wishbone.netty.Transport;
import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.LengthField;
import io.wishbone.router.StopReport;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TcpOutputFramingIT {
    static Stream<Transport> transports() {
        return Arrays.stream(Transport.values()).filter(Transport::isAvailable);
    }

    private static void awaitText(FakePeer peer, String expected) {
        Awaitility.await().until(() -> peer.text().length() >= expected.length());
        assertThat(peer.text()).isEqualTo(expected);
    }

    @Test
    void writesTheLengthBeforeEachEvent() throws Exception {
        Framing framing = Framing.length(LengthField.builder().bytes(2).build());
        List<Object> data = List.of("one", "", "tw\no", 42);
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.framing(framing))) {
            rig.feeder.feed(data.size(), number -> data.get((int) number));
            rig.awaitSuccessful(data.size());

            awaitText(peer, "\0\3one\0\0\0\4tw\no\0\00242");
        }
    }

    @Test
    void failsAnEventThatIsTooLongForItsLengthAndSendsTheOthers() throws Exception {
        Framing framing = Framing.length(LengthField.builder().bytes(1).build());
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.framing(framing))) {
            rig.feeder.feed(1000, number -> number % 100 == 50 ? "x".repeat(256) : "abc");
            rig.awaitSuccessful(990);
            StopReport report = rig.stop();

            assertThat(report.isClean()).isTrue();
            assertThat(report.ledger().isBalanced()).isTrue();
            assertThat(rig.failed.events())
                    .hasSize(10)
                    .allSatisfy(event -> assertThat(errorOf(event))
                            .isEqualTo("the event's length is 256 (expected: at most 255, which a length of 1 bytes"
                                    + " can tell)"));
            awaitText(peer, "\3abc".repeat(990));
        }
    }

    private static Object errorOf(Event event) {
        Map<?, ?> error = (Map<?, ?>) Objects.requireNonNull(event.header("out", "error"));
        return Objects.requireNonNull(error.get("message"));
    }

    @ParameterizedTest
    @EnumSource
    void treatsALineFeedInAnEventAsToldTo(DelimiterPolicy policy) throws Exception {
        List<Object> data = List.of("one", "two\nthree", "four");
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(peer.endpoint(), config -> config.onDelimiter(policy))) {
            rig.feeder.feed(data.size(), number -> data.get((int) number));
            rig.awaitSuccessful(policy == DelimiterPolicy.REJECT ? 2 : 3);

            awaitText(
                    peer,
                    switch (policy) {
                        case KEEP -> "one\ntwo\nthree\nfour\n";
                        case ESCAPE -> "one\ntwo\\nthree\nfour\n";
                        case REJECT -> "one\nfour\n";
                    });
            assertThat(rig.failed.data())
                    .isEqualTo(policy == DelimiterPolicy.REJECT ? List.of("two\nthree") : List.of());
        }
    }

    /** Without framing an empty event is no byte at all, and is sent nevertheless. */
    @ParameterizedTest
    @MethodSource("transports")
    void endsEmptyEventsToo(Transport transport) throws Exception {
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(transport, peer.endpoint(), config -> config.framing(Framing.none()))) {
            rig.feeder.feed(3, number -> "");
            rig.awaitSuccessful(3);
            rig.feeder.feed(1000, number -> number % 3 == 0 ? "" : "ab");
            rig.awaitSuccessful(1003);

            awaitText(peer, "ab".repeat(666));
        }
    }
}
