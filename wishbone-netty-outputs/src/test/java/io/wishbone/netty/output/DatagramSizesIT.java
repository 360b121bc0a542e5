package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.event.Event;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocols.GelfConfig;
import io.wishbone.protocols.GelfProtocol;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of events that are longer than a datagram may be. */
class DatagramSizesIT {
    private final UdpReceiver receiver;

    DatagramSizesIT() throws Exception {
        receiver = new UdpReceiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private DatagramRig start(int maxDatagramBytes, OversizeDatagrams policy, Protocol protocol) {
        return new DatagramRig(new UdpOutput(UdpOutputConfig.builder()
                .endpoint(receiver.endpoint())
                .maxDatagramBytes(maxDatagramBytes)
                .onOversize(policy)
                .protocol(protocol)
                .build()));
    }

    private DatagramRig start(int maxDatagramBytes, OversizeDatagrams policy) {
        return new DatagramRig(new UdpOutput(UdpOutputConfig.builder()
                .endpoint(receiver.endpoint())
                .maxDatagramBytes(maxDatagramBytes)
                .onOversize(policy)
                .build()));
    }

    @Test
    void cutsAndCounts() throws Exception {
        try (DatagramRig rig = start(4, OversizeDatagrams.TRUNCATE)) {
            rig.feed("12345", "1234", "abcé", new byte[] {1, 2, 3, (byte) 0xff, 5});

            assertThat(receiver.text()).isEqualTo("1234");
            assertThat(receiver.text()).isEqualTo("1234");
            assertThat(receiver.text()).isEqualTo("abc");
            assertThat(receiver.receive()).containsExactly(1, 2, 3, 0xff);
            rig.awaitEnded(4);
            assertThat(rig.successful.data()).contains("12345");
            assertThat(rig.metric("truncated_total")).isEqualTo(3);
        }
    }

    private static String longText(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return text.toString();
    }

    private static Decoder decoder(Protocol protocol) {
        return protocol.newDecoder(
                new ProtocolContext("test", Clock.systemUTC(), System::nanoTime, name -> new LongAdder()));
    }

    private static List<Object> decode(Decoder decoder, byte[] datagram) throws Exception {
        List<Object> messages = new ArrayList<>();
        decoder.decode(Event.of(datagram), event -> messages.add(((Map<?, ?>) event.data()).get("short_message")));
        return messages;
    }

    @ParameterizedTest
    @EnumSource(GelfConfig.Compression.class)
    void sendsGelfInChunksThatTheProtocolPutsTogether(GelfConfig.Compression compression) throws Exception {
        Protocol gelf = GelfProtocol.create(
                GelfConfig.builder().compression(compression).build());
        List<String> sent = List.of(longText(5000, 1), "short", longText(30_000, 2), longText(1300, 3));
        try (DatagramRig rig = start(1420, OversizeDatagrams.CHUNK_GELF, gelf)) {
            rig.feed(sent.toArray());

            Decoder decoder = decoder(gelf);
            List<Object> messages = new ArrayList<>();
            Set<Long> ids = new HashSet<>();
            while (messages.size() < sent.size()) {
                byte[] datagram = receiver.receive();
                assertThat(datagram).hasSizeLessThanOrEqualTo(1420);
                if (datagram[0] == 0x1e) {
                    ids.add(java.nio.ByteBuffer.wrap(datagram).getLong(2));
                }
                messages.addAll(decode(decoder, datagram));
            }
            assertThat(messages).isEqualTo(List.copyOf(sent));
            rig.awaitEnded(4);
            assertThat(rig.successful.events()).hasSize(4);
            assertThat(rig.metric("chunked_total")).isEqualTo(ids.size()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void sends128ChunksAndFailsMore() throws Exception {
        try (DatagramRig rig = start(112, OversizeDatagrams.CHUNK_GELF)) {
            rig.feed("x".repeat(12_801), "y".repeat(12_800));

            StringBuilder whole = new StringBuilder();
            for (int number = 0; number < 128; number++) {
                byte[] chunk = receiver.receive();
                assertThat(chunk).hasSize(112).startsWith(0x1e, 0x0f);
                assertThat(chunk[10]).isEqualTo((byte) number);
                assertThat(chunk[11]).isEqualTo((byte) 128);
                whole.append(new String(chunk, 12, 100, UTF_8));
            }
            assertThat(whole.toString()).isEqualTo("y".repeat(12_800));
            rig.awaitEnded(2);
            assertThat(rig.failures())
                    .containsExactly(
                            "a message of 12801 bytes, 129 chunks (expected: at most 128, each of max_datagram,"
                                    + " 112, with 12 for its header)");
            assertThat(rig.successful.data()).containsExactly("y".repeat(12_800));
        }
    }

    @Test
    void takesNoMoreEventsThanMayBeInFlight() {
        try (DatagramRig rig = new DatagramRig(new UdpOutput(UdpOutputConfig.builder()
                .endpoint("host.invalid:514")
                .minBackoff(java.time.Duration.ofDays(1))
                .maxBackoff(java.time.Duration.ofDays(1))
                .maxInFlight(5)
                .build()))) {
            rig.feeder.feed(100, number -> "" + number);

            await().until(() -> rig.metric("queue.inbox.in_total") == 100);
            await().until(() -> rig.metric("consumed_total") == 5);
            assertThat(rig.metric("queue.inbox.size")).isEqualTo(95);
        }
    }
}
