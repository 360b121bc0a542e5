package io.wishbone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.testkit.ProtocolContract;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MsgpackProtocolTest implements ProtocolContract {
    @Override
    public Protocol newProtocol() {
        return MsgpackProtocol.create();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Override
    public List<byte[]> decodable() {
        return Stream.of("80", "93 01 a161 c0", "c403 ffc300", "d6ff 00000001", "d401 07", "81 a161 92c2c3")
                .map(text -> hex(text.replace(" ", "")))
                .toList();
    }

    @Override
    public List<byte[]> undecodable() {
        return Stream.of(
                        "",
                        "c0",
                        "c1",
                        "0101",
                        "91",
                        "81a161",
                        "a3 61",
                        "a1ff",
                        "82a16101a16102",
                        "819101",
                        "ddffffffff",
                        "dfffffffff",
                        "dbffffffff",
                        "c6ffffffff",
                        "c9ffffffff01",
                        "d5ff0102")
                .map(text -> hex(text.replace(" ", "")))
                .toList();
    }

    @Override
    public List<Event> encodable() {
        return Stream.concat(
                        RandomData.values(200),
                        Stream.of(
                                new BigInteger("18446744073709551615"),
                                new byte[] {(byte) 0xff, 0},
                                Instant.ofEpochSecond(-1, 5),
                                new MsgpackExtension((byte) 5, new byte[] {1, 2, 3}),
                                1.5f))
                .map(Event::of)
                .toList();
    }

    @Override
    public List<Event> unencodable() {
        return List.of(
                Event.of(RandomData.nested(2000)),
                Event.of(new BigInteger("18446744073709551616")),
                Event.of(new BigInteger("-9223372036854775809")));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("7f", 127L),
                Arguments.of("ff", -1L),
                Arguments.of("cf7fffffffffffffff", Long.MAX_VALUE),
                Arguments.of("cf8000000000000000", new BigInteger("9223372036854775808")),
                Arguments.of("ca3fc00000", 1.5),
                Arguments.of("a3e282ac", "€"),
                Arguments.of("8101a16b", Map.of("1", "k")),
                Arguments.of("d6ff00000001", Instant.ofEpochSecond(1)),
                Arguments.of("d40507", new MsgpackExtension((byte) 5, new byte[] {7})));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsValues(String hex, Object expected) throws Exception {
        assertThat(Bytes.decode(newProtocol(), hex(hex)).get(0).data()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0101, at byte 2: more follows the value (expected: one value)",
        "91, 'at byte 2: 1 values are said to follow, more than the message has'",
        "a1ff, at byte 2: not UTF-8",
        "dd7fffffff, 'at byte 6: 2147483647 values are said to follow, more than the message has'",
        "82a16101a16102, at byte 7: the key \"a\" stands twice",
        "c0, the message is nil (expected: any other value)"
    })
    void saysWhatIsWrongAndWhere(String hex, String message) {
        assertThatThrownBy(() -> Bytes.decode(newProtocol(), hex(hex)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(message);
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 0x91);

        assertThatThrownBy(() -> Bytes.decode(newProtocol(), deep))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("at byte 101: nested too deeply (expected: max_depth, 100, levels or less)");
    }

    @Test
    void takesTheLastOfDuplicateKeysIfItIsTold() throws Exception {
        Protocol lenient = MsgpackProtocol.create(
                ValueLimits.builder().duplicateKeys(DuplicateKeys.LAST).build());

        assertThat(Bytes.decode(lenient, hex("82a16101a16102")).get(0).data()).isEqualTo(Map.of("a", 2L));
    }
}
