package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.Transport;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.LengthField;
import io.wishbone.netty.framing.OversizePolicy;
import io.wishbone.queue.QueueLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpInputFramingIT {
    private static final String LARGEST = "\u00ff".repeat(8);

    private static Framing length(int bytes) {
        return Framing.length(LengthField.builder().bytes(bytes).build());
    }

    @Test
    void cutsMessagesByTheirLength() throws Exception {
        try (Rig rig = Rig.start(config -> config.framing(length(2)))) {
            rig.connect().send("\0\3one\0\0\0\5tw\no").send("!\0\1x");
            rig.awaitLines(4);

            assertThat(rig.collector.lines()).containsExactly("one", "", "tw\no!", "x");
        }
    }

    @Test
    void closesAConnectionWhoseLengthCannotBe() throws Exception {
        try (Rig rig = Rig.start(config -> config.framing(length(8)))) {
            Peer peer = rig.connect().send("\0\0\0\0\0\0\0\1a" + LARGEST + "b");
            peer.awaitEnd();
            rig.connect().send(LARGEST).awaitEnd();
            rig.awaitMetric("closed_malformed_total", 2);
            rig.awaitMetric("connections", 0);
            rig.awaitMetric("buffered_bytes", 0);

            rig.awaitLog("WARN closed 127.0.0.1:" + peer.port()
                    + ": a length is 18446744073709551615 (expected: 0 to 9223372036854775807);"
                    + " the framing is length (8 bytes, big endian)");
            assertThat(rig.collector.lines()).containsExactly("a");
        }
    }

    @ParameterizedTest
    @EnumSource
    void treatsALongMessageByItsLengthAlone(OversizePolicy policy) throws Exception {
        try (Rig rig =
                Rig.start(config -> config.framing(length(4)).maxFrameBytes(3).onOversize(policy))) {
            Peer peer = rig.connect().send("\0\0\0\1a\u0000\0\0\5bcdef");
            rig.awaitMetric("dropped_oversize_total", 1);
            if (policy == OversizePolicy.CLOSE) {
                peer.awaitEnd();
            } else {
                peer.send("\0\0\0\1g");
                rig.awaitLines(policy == OversizePolicy.TRUNCATE ? 3 : 2);
            }

            assertThat(rig.collector.lines())
                    .isEqualTo(
                            switch (policy) {
                                case TRUNCATE -> List.of("a", "bcd", "g");
                                case DISCARD -> List.of("a", "g");
                                case CLOSE -> List.of("a");
                            });
        }
    }

    @Test
    void countsWhatAPeerLeavesUnfinished() throws Exception {
        try (Rig rig = Rig.start(config -> config.framing(Framing.octetCounting()))) {
            rig.connect().send("5 hello5 hel").close();
            rig.awaitMetric("dropped_partial_total", 1);
            rig.connect().send("<1>line").close();
            rig.awaitLines(2);

            assertThat(rig.collector.lines()).containsExactly("hello", "<1>line");
            assertThat(rig.metric("dropped_partial_total")).isEqualTo(1);
        }
    }

    /** Each message is an event, so the gate closes between those of one read. */
    @Test
    void losesNothingWhileThePipelineIsFull() throws Exception {
        QueueLimits few = new QueueLimits(64, 1 << 20);
        try (Rig rig = Rig.start(Transport.best(), 1, few, config -> config.framing(Framing.varint()))) {
            rig.collector.block();
            Peer peer = rig.connect();
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                StringBuilder stream = new StringBuilder();
                for (int j = 0; j < 200; j++) {
                    String message = "message " + sent.size();
                    sent.add(message);
                    stream.append((char) message.length()).append(message);
                }
                peer.send(stream.toString());
            }
            Awaitility.await().until(() -> rig.metric("queue.outbox.size") >= 64);
            rig.collector.unblock();
            rig.awaitLines(sent.size());

            assertThat(rig.collector.lines()).isEqualTo(sent);
        }
    }

    @Test
    void givesWhatEachReadBringsWithoutFraming() throws Exception {
        try (Rig rig = Rig.start(config -> config.framing(Framing.none()))) {
            Peer peer = rig.connect().send("one\n");
            rig.awaitLines(1);
            peer.send("two").close();
            rig.awaitLines(2);

            assertThat(String.join("", rig.collector.lines())).isEqualTo("one\ntwo");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesWhatTheLoggerCommandSends(boolean counts) throws Exception {
        Path logger = Path.of("/usr/bin/logger");
        Assumptions.assumeTrue(Files.isExecutable(logger));
        try (Rig rig = Rig.start(config -> config.framing(Framing.octetCounting()))) {
            List<String> command = new ArrayList<>(List.of(
                    logger.toString(),
                    "--tcp",
                    "--server",
                    "127.0.0.1",
                    "--port",
                    String.valueOf(rig.input.boundAddress().getPort())));
            if (counts) {
                command.add("--octet-count");
            }
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var lines = process.outputWriter()) {
                for (int i = 0; i < 100; i++) {
                    lines.write("message " + i + "\n");
                }
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            Assumptions.assumeTrue(process.exitValue() == 0, "a logger that knows these options");
            rig.awaitLines(100);

            assertThat(rig.collector.lines())
                    .hasSize(100)
                    .allSatisfy(line -> assertThat(line).startsWith("<13>1 ").contains("message"));
            assertThat(rig.collector.lines().get(99)).endsWith("message 99");
        }
    }
}
