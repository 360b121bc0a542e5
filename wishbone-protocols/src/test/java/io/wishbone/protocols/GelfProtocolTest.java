package io.wishbone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.testkit.ProtocolContract;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GelfProtocolTest implements ProtocolContract {
    private static final String SAMPLE =
            "{\"version\":\"1.1\",\"host\":\"example.org\",\"short_message\":\"A short message\",\"level\":5,\"_user_id\":9001}";

    private final AtomicLong time = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    private final ProtocolContext context =
            new ProtocolContext("module", () -> Instant.EPOCH, time::get, name -> dropped);

    @Override
    public Protocol newProtocol() {
        return GelfProtocol.create();
    }

    @Override
    public List<byte[]> decodable() {
        try {
            byte[] sample = Bytes.of(SAMPLE);
            return List.of(
                    sample,
                    Bytes.of(SAMPLE + "\0"),
                    Expansion.toGzip(sample),
                    Expansion.toZlib(sample),
                    chunk(1, 0, 1, SAMPLE));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<byte[]> undecodable() {
        return List.of(
                new byte[0],
                Bytes.of("[]"),
                Bytes.of("text"),
                new byte[] {0x1f, (byte) 0x8b, 1, 2, 3},
                new byte[] {0x78, (byte) 0x9c, 1},
                new byte[] {0x1e, 0x0f, 1},
                chunk(1, 0, 0, ""),
                chunk(1, 3, 3, ""),
                chunk(1, 0, 129, ""),
                chunk(1, 0, 1, "text"));
    }

    @Override
    public List<Event> encodable() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", "1.1");
        fields.put("host", "h");
        fields.put("short_message", "é");
        fields.put("timestamp", 12.5);
        fields.put("level", 3);
        fields.put("_number", 1);
        fields.put("_text", "a\nb");
        return List.of(Event.of(fields));
    }

    @Override
    public List<Event> unencodable() {
        return List.of(
                Event.of(Map.of()),
                Event.of(List.of()),
                Event.of(Map.of("message", "m", "level", "loud")),
                Event.of(Map.of("message", "m", "timestamp", "today")));
    }

    private static byte[] chunk(long id, int number, int count, String part) {
        byte[] bytes = Bytes.of(part);
        return ByteBuffer.allocate(12 + bytes.length)
                .put((byte) 0x1e)
                .put((byte) 0x0f)
                .putLong(id)
                .put((byte) number)
                .put((byte) count)
                .put(bytes)
                .array();
    }

    private static List<Event> take(Decoder decoder, byte... message) throws Exception {
        return ProtocolContract.decode(decoder, message);
    }

    @Test
    void putsChunksTogetherInAnyOrderAndOfSeveralMessages() throws Exception {
        Decoder decoder = newProtocol().newDecoder(context);

        assertThat(take(decoder, chunk(1, 2, 3, "1}"))).isEmpty();
        assertThat(take(decoder, chunk(2, 0, 2, "{\"b\""))).isEmpty();
        assertThat(take(decoder, chunk(1, 0, 3, "{\"a\""))).isEmpty();
        assertThat(take(decoder, chunk(1, 0, 3, "{\"a\""))).isEmpty();
        assertThat(take(decoder, chunk(2, 1, 2, ":2}")).get(0).data()).isEqualTo(Map.of("b", 2L));
        assertThat(take(decoder, chunk(1, 1, 3, ":")).get(0).data()).isEqualTo(Map.of("a", 1L));
        assertThat(dropped.sum()).isZero();
    }

    @Test
    void forgetsMessagesWhoseChunksDoNotComeInTime() throws Exception {
        Decoder decoder = newProtocol().newDecoder(context);

        take(decoder, chunk(1, 0, 2, "{"));
        time.set(Duration.ofSeconds(5).toNanos());
        assertThat(take(decoder, chunk(1, 1, 2, "}"))).isEmpty();
        assertThat(dropped.sum()).isEqualTo(1);
        assertThat(take(decoder, chunk(1, 0, 2, "{")).get(0).data()).isEqualTo(Map.of());
    }

    @Test
    void refusesAChunkThatDoesNotGoWithTheOthers() throws Exception {
        Decoder decoder = newProtocol().newDecoder(context);

        take(decoder, chunk(1, 0, 2, "{"));
        assertThatThrownBy(() -> take(decoder, chunk(1, 1, 3, "}")))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("at byte 12: a chunk of 3 (expected: of 2, as the one before of the same message)");
    }

    @Test
    void keepsNoMoreMessagesThanItMay() throws Exception {
        GelfConfig config = GelfConfig.builder().maxPending(10).build();
        GelfChunks chunks = new GelfChunks(config, context);

        for (int i = 0; i < 100_000; i++) {
            chunks.add(chunk(i, 0, 128, "x"));
        }
        assertThat(chunks.size()).isEqualTo(10);
        assertThat(dropped.sum()).isEqualTo(99_990);
    }

    @Test
    void keepsNoMoreBytesThanItMay() throws Exception {
        GelfConfig config = GelfConfig.builder().maxPendingBytes(1 << 20).build();
        GelfChunks chunks = new GelfChunks(config, context);
        String part = "x".repeat(8000);

        for (int i = 0; i < 1000; i++) {
            chunks.add(chunk(i, 0, 128, part));
        }
        assertThat(chunks.size()).isEqualTo((1 << 20) / (8000 + 128 * 32));
    }

    @Test
    void dropsAMessageThatIsLargerThanAllMayBe() throws Exception {
        GelfChunks chunks =
                new GelfChunks(GelfConfig.builder().maxPendingBytes(1024).build(), context);

        assertThat(chunks.add(chunk(1, 0, 2, "x".repeat(2000)))).isNull();
        assertThat(chunks.size()).isZero();
    }

    @Test
    void refusesWhatBecomesTooMuch() throws Exception {
        byte[] bomb = Expansion.toGzip(new byte[50 << 20]);
        byte[] zlibBomb = Expansion.toZlib(new byte[50 << 20]);
        Decoder decoder = newProtocol().newDecoder(context);

        for (byte[] message : List.of(bomb, zlibBomb)) {
            assertThatThrownBy(() -> take(decoder, message))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("come of " + message.length + " bytes");
        }
    }

    @ParameterizedTest
    @EnumSource(GelfConfig.Compression.class)
    void readsWhatItCompressed(GelfConfig.Compression compression) throws Exception {
        Protocol protocol = GelfProtocol.create(
                GelfConfig.builder().compression(compression).build());
        byte[] message = protocol.newEncoder(context).encode(Event.of("m".repeat(1000)));

        assertThat((Map<?, ?>) Bytes.decode(newProtocol(), message).get(0).data())
                .extracting("short_message")
                .isEqualTo("m".repeat(1000));
    }

    @Test
    void writesWhatGelfWants() throws Exception {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("message", "m");
        data.put("level", "err");
        data.put("timestamp", Instant.ofEpochMilli(1500));
        data.put("id", 1);
        data.put("user name", List.of("a"));
        data.put("flag", true);

        assertThat(Bytes.encoded(newProtocol(), Event.of(data)))
                .isEqualTo(
                        "{\"version\":\"1.1\",\"host\":\"unknown\",\"short_message\":\"m\",\"timestamp\":1.500,\"level\":3,"
                                + "\"__id\":1,\"_user_name\":\"[\\\"a\\\"]\",\"_flag\":\"true\"}");
        assertThat(Bytes.encoded(newProtocol(), Event.of("text")))
                .isEqualTo("{\"version\":\"1.1\",\"host\":\"unknown\",\"short_message\":\"text\",\"timestamp\":0.000}");
    }
}
