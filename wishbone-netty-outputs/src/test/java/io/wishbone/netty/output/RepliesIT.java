package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What peers send to an output. */
class RepliesIT {
    @Test
    void isAnEventForEachMessage() throws Exception {
        FakePeer.Behaviour greets = (connection, number) -> {
            connection.read(2);
            connection.write("250 Tak".getBytes(US_ASCII));
            connection.write("en\r\n221 ".getBytes(US_ASCII));
            connection.write("Bye".getBytes(US_ASCII));
        };
        try (FakePeer peer = FakePeer.behaving(greets);
                Rig rig = Rig.withReplies(peer.endpoint(), UnaryOperator.identity())) {
            rig.feeder.feed(1, number -> number);
            Awaitility.await().until(() -> rig.replies.events().size() >= 2);

            assertThat(rig.replies.events().get(0).text()).isEqualTo("250 Taken");
            assertThat(rig.replies.events().get(1).text()).isEqualTo("221 Bye");
            assertThat(rig.replies.events().get(0).header("out", "endpoint")).isEqualTo(peer.endpoint());
            assertThat(rig.metric("replies_total")).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void waitsWhileNobodyTakesItAndLosesNothing() throws Exception {
        int replies = 30_000;
        FakePeer.Behaviour floods = (connection, number) -> {
            for (int i = 0; i < replies; i++) {
                connection.write((i + "\n").getBytes(US_ASCII));
            }
            connection.readToEnd();
        };
        try (FakePeer peer = FakePeer.behaving(floods);
                Rig rig = Rig.withReplies(peer.endpoint(), UnaryOperator.identity())) {
            rig.replies.pause();
            rig.awaitMetric("replies_total", 4096);
            rig.replies.resume();
            Awaitility.await().until(() -> rig.replies.events().size() == replies);

            assertThat(rig.replies.events().stream().map(event -> event.text()))
                    .containsExactlyElementsOf(IntStream.range(0, replies)
                            .mapToObj(String::valueOf)
                            .toList());
        }
    }

    @Test
    void isIgnoredWhereNothingIsConnected() throws Exception {
        FakePeer.Behaviour floods = (connection, number) -> {
            connection.write(new byte[1 << 20]);
            connection.readToEnd();
        };
        try (FakePeer peer = FakePeer.behaving(floods);
                Rig rig = Rig.start(peer.endpoint())) {
            rig.feeder.feed(1, number -> number);
            Awaitility.await().until(() -> peer.text().equals("0\n"));

            assertThat(rig.metric("replies_total")).isZero();
            assertThat(rig.stop().isClean()).isTrue();
        }
    }
}
