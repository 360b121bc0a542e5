package io.wishbone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.testkit.ProtocolContract;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CompressedTest {
    private static final int MOST = 1 << 20;

    /** What holds for every compression. */
    interface Contract extends ProtocolContract {
        @Override
        default List<byte[]> decodable() {
            try {
                return List.of(encode("{}"), encode("[1,2]"));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        default List<byte[]> undecodable() {
            try {
                byte[] whole = encode("\"abcdefghijklmnopqrstuvwxyz\"");
                return List.of(new byte[0], Bytes.of("{}"), encode("{"), Arrays.copyOf(whole, whole.length / 2));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        default List<Event> encodable() {
            return RandomData.values(30).map(Event::of).toList();
        }

        /** A message that has a text compressed. */
        byte[] encode(String text) throws Exception;
    }

    private static void assertBounds(Protocol protocol) throws Exception {
        byte[] zeros = protocol.newEncoder(ProtocolContract.context()).encode(Event.of(new byte[50 << 20]));
        byte[] few = protocol.newEncoder(ProtocolContract.context()).encode(Event.of(new byte[60 << 10]));

        assertThatThrownBy(() -> Bytes.decode(protocol, zeros))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("bytes come of " + zeros.length + " bytes");
        assertThat((byte[]) Bytes.decode(protocol, few).get(0).data()).hasSize(60 << 10);
    }

    @Nested
    class Gzip implements Contract {
        @Override
        public Protocol newProtocol() {
            return GzipProtocol.create(JsonProtocol.create(), MOST, 200);
        }

        @Override
        public byte[] encode(String text) throws Exception {
            return Expansion.toGzip(Bytes.of(text));
        }

        @Test
        void refusesWhatBecomesTooMuch() throws Exception {
            assertBounds(GzipProtocol.create(Bytes.PLAIN, MOST, 200));
            assertBounds(GzipProtocol.create(Bytes.PLAIN, 100 << 20, 200));
        }
    }

    @Nested
    class Zstd implements Contract {
        @Override
        public Protocol newProtocol() {
            return ZstdProtocol.create(JsonProtocol.create(), MOST, 200);
        }

        @Override
        public byte[] encode(String text) {
            return com.github.luben.zstd.Zstd.compress(Bytes.of(text));
        }

        @Test
        void refusesWhatBecomesTooMuch() throws Exception {
            assertBounds(ZstdProtocol.create(Bytes.PLAIN, MOST, 200));
            assertBounds(ZstdProtocol.create(Bytes.PLAIN, 100 << 20, 200));
        }

        @Test
        void isThere() {
            assertThat(ZstdProtocol.isAvailable()).isTrue();
        }
    }

    @Test
    void goesOnlyTheWayThatWhatIsInItGoes() {
        Protocol read = Protocol.decoding("read", context -> (event, out) -> out.accept(event));
        Protocol written = Protocol.encoding("written", context -> event -> new byte[0]);

        assertThat(GzipProtocol.create(read, MOST, 200).canEncode()).isFalse();
        assertThat(GzipProtocol.create(written, MOST, 200).canDecode()).isFalse();
    }

    @Test
    void isDeclaredWithWhatIsInIt() throws Exception {
        Protocol protocol =
                CompressedTypes.GZIP.create("m", Map.of("protocol", Map.of("type", "json", "max_depth", 1)));

        assertThat(Bytes.decode(protocol, Expansion.toGzip(Bytes.of("[1]")))
                        .get(0)
                        .data())
                .isEqualTo(List.of(1L));
        assertThatThrownBy(() -> Bytes.decode(protocol, Expansion.toGzip(Bytes.of("[[1]]"))))
                .hasMessageContaining("depth");
    }
}
