package io.wishbone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.testkit.ProtocolContract;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonProtocolTest implements ProtocolContract {
    @Override
    public Protocol newProtocol() {
        return JsonProtocol.create();
    }

    @Override
    public List<byte[]> decodable() {
        return Bytes.each(
                "{}", "[1,2.5,\"a\",null,true]", "\"text\"", "0", " {\"a\" : {\"b\":[{}]}}\n", "\"\\u00e9€😀\"");
    }

    @Override
    public List<byte[]> undecodable() {
        return Bytes.each(
                "", " ", "{", "{\"a\":1,}", "nul", "null", "{} {}", "01", "'a'", "NaN", "[1e999]", "\"\u0001\"");
    }

    @Override
    public List<Event> encodable() {
        return Stream.concat(
                        RandomData.values(200),
                        Stream.of(
                                "text",
                                "half a pair: \uD83D",
                                1L,
                                2.5,
                                true,
                                new BigInteger("123456789012345678901234567890")))
                .map(Event::of)
                .toList();
    }

    @Override
    public List<Event> unencodable() {
        return List.of(Event.of(RandomData.nested(2000)));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("9223372036854775807", Long.MAX_VALUE),
                Arguments.of("9223372036854775808", new BigInteger("9223372036854775808")),
                Arguments.of("-1", -1L),
                Arguments.of("1.0", 1.0),
                Arguments.of("1e3", 1000.0),
                Arguments.of("\"\\ud83d\\ude00\"", "😀"),
                Arguments.of("[]", List.of()),
                Arguments.of("{\"a\":{\"b\":[1]}}", Map.of("a", Map.of("b", List.of(1L)))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsValues(String json, Object expected) throws Exception {
        assertThat(decoded(newProtocol(), json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1} x | at byte 9: Unrecognized token 'x'",
                "{\"a\":1}{ | at byte 8: more follows the JSON value (expected: one value)",
                "{\"a\":1,\"a\":2} | at byte 11: Duplicate field 'a'",
                "[1,,2] | at byte 4: Unexpected character (',' (code 44))",
                "null | the message is null (expected: any other JSON value)",
            })
    void saysWhatIsWrongAndWhere(String json, String message) {
        assertThatThrownBy(() -> decoded(newProtocol(), json))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void refusesWhatIsNestedTooDeeply(String open) {
        assertThatThrownBy(() -> decoded(newProtocol(), open.repeat(100_000)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("nesting depth (101)");
    }

    @Test
    void takesWhatIsNestedAsDeeplyAsAllowed() throws Exception {
        assertThat(decoded(newProtocol(), "[".repeat(100) + "]".repeat(100))).isInstanceOf(List.class);
    }

    @Test
    void refusesNumbersThatAreTooLong() {
        assertThatThrownBy(() -> decoded(newProtocol(), "1".repeat(1001)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("(1001)");
    }

    @Test
    void refusesMessagesThatAreTooLong() {
        Protocol small = JsonProtocol.create(ValueLimits.builder().maxBytes(8).build());

        assertThatThrownBy(() -> decoded(small, "[1,2,3,4]"))
                .hasMessage("the message has 9 bytes (expected: max_bytes, 8, or less)");
    }

    @Test
    void takesTheLastOfDuplicateKeysIfItIsTold() throws Exception {
        Protocol lenient = JsonProtocol.create(
                ValueLimits.builder().duplicateKeys(DuplicateKeys.LAST).build());

        assertThat(decoded(lenient, "{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2L));
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] overlong = {'"', (byte) 0xc0, (byte) 0xaf, '"'};
        byte[] surrogate = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16BE);

        for (byte[] message : List.of(overlong, surrogate)) {
            assertThatThrownBy(() -> Bytes.decode(newProtocol(), message)).hasMessage("at byte 2: not UTF-8");
        }
        assertThatThrownBy(() -> Bytes.decode(newProtocol(), utf16)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void writesBytesAsTextIfTheyAreText() throws Exception {
        assertThat(Bytes.encoded(newProtocol(), Event.of(Map.of("a", Bytes.of("é")))))
                .isEqualTo("{\"a\":\"é\"}");
        assertThat(Bytes.encoded(newProtocol(), Event.of(Map.of("a", new byte[] {(byte) 0xff}))))
                .isEqualTo("{\"a\":{\"base64\":\"/w==\"}}");
    }

    @Test
    void givesDataThatNobodyCanChange() throws Exception {
        Map<?, ?> data = (Map<?, ?>) decoded(newProtocol(), "{\"a\":[]}");

        assertThatThrownBy(() -> data.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Object decoded(Protocol protocol, String json) throws Exception {
        return Bytes.decode(protocol, Bytes.of(json)).get(0).data();
    }
}
