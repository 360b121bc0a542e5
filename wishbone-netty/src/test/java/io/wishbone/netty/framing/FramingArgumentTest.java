package io.wishbone.netty.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.ArgumentException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FramingArgumentTest {
    private static final String NAMES =
            "one of lines, delimiter, length, octet_counting, varint, \"null\" (in quotes), none";

    private static Framing read(Object raw) {
        return Framing.argumentType().read(raw);
    }

    /** What a file may say, and what it means. */
    static Stream<Arguments> meanings() {
        return Stream.of(
                Arguments.of("lines", Framing.lines()),
                Arguments.of("null", Framing.nullEnded()),
                Arguments.of("octet_counting", Framing.octetCounting()),
                Arguments.of("varint", Framing.varint()),
                Arguments.of("none", Framing.none()),
                Arguments.of("length", length(LengthField.builder())),
                Arguments.of(Map.of("type", "lines"), Framing.lines()),
                Arguments.of(
                        Map.of("type", "length", "bytes", 2),
                        length(LengthField.builder().bytes(2))),
                Arguments.of(
                        Map.of(
                                "type",
                                "length",
                                "bytes",
                                "8",
                                "endian",
                                "little",
                                "includes_header",
                                true,
                                "offset",
                                3,
                                "keep_prefix",
                                "true"),
                        length(LengthField.builder()
                                .bytes(8)
                                .endian(LengthField.Endian.LITTLE)
                                .includesHeader(true)
                                .offset(3)
                                .keepsPrefix(true))),
                Arguments.of(delimited("||"), Framing.delimiter((byte) '|', (byte) '|')),
                Arguments.of(delimited("\u00e9"), Framing.delimiter((byte) 0xc3, (byte) 0xa9)),
                Arguments.of(delimited(0), Framing.delimiter((byte) '0')),
                Arguments.of(
                        delimited("\\n\\r\\t\\0\\\\\\xfF"),
                        Framing.delimiter((byte) 10, (byte) 13, (byte) 9, (byte) 0, (byte) '\\', (byte) 255)),
                Arguments.of(delimited("\\x00"), Framing.nullEnded()));
    }

    private static Framing length(LengthField.Builder field) {
        return Framing.length(field.build());
    }

    private static Map<String, Object> delimited(Object delimiter) {
        return Map.of("type", "delimiter", "delimiter", delimiter);
    }

    @ParameterizedTest
    @MethodSource("meanings")
    void meansAFraming(Object raw, Framing framing) {
        assertThat(read(raw)).isEqualTo(framing).hasSameHashCodeAs(framing).hasToString(framing.toString());
    }

    @Test
    void framingsThatDifferAreNotEqual() {
        assertThat(meanings().map(arguments -> arguments.get()[1]).distinct()).hasSize(12);
    }

    /** What a file may say wrongly, and what is said of it. */
    static Stream<Arguments> mistakes() {
        String text = "1 to 64 bytes of text, in which \\n, \\r, \\t, \\0, \\\\ and \\x with two hexadecimal digits are"
                + " escapes";
        return Stream.of(
                mistake("lenght", "unknown framing \"lenght\" (expected: " + NAMES + "; did you mean \"length\"?)"),
                mistake("", "unknown framing \"\" (expected: " + NAMES + ")"),
                mistake(
                        Map.of("type", "line"),
                        "type: unknown framing \"line\" (expected: " + NAMES + "; did you mean \"lines\"?)"),
                mistake(List.of("lines"), "text, not a list or a map"),
                mistake(Map.of(), "the framing has no \"type\" (expected: " + NAMES + ")"),
                mistake(nothing("type"), "the framing has no \"type\" (expected: " + NAMES + ")"),
                mistake(
                        "delimiter",
                        "the framing \"delimiter\" has no \"delimiter\" (expected: {type: delimiter, delimiter: " + text
                                + "})"),
                mistake(
                        Map.of("type", "lines", "bytes", 4),
                        "bytes: unknown option \"bytes\" of the framing \"lines\" (expected: nothing else, as {type:"
                                + " lines})"),
                mistake(
                        Map.of("type", "length", "byte", 4),
                        "byte: unknown option \"byte\" of the framing \"length\" (expected: type, bytes, endian,"
                                + " includes_header, offset, keep_prefix; did you mean \"bytes\"?)"),
                mistake(Map.of("type", "length", "bytes", 5), "bytes: 1, 2, 3, 4 or 8"),
                mistake(Map.of("type", "length", "bytes", 9), "bytes: 1, 2, 3, 4 or 8"),
                mistake(Map.of("type", "length", "endian", "middle"), "endian: one of big, little"),
                mistake(Map.of("type", "length", "offset", 256), "offset: a whole number, 0 to 255"),
                mistake(Map.of("type", "length", "includes_header", "yes"), "includes_header: true or false"),
                mistake(nothing("bytes"), "bytes: \"bytes\" has no value (expected: 1, 2, 3, 4 or 8)"),
                mistake(delimited(""), "delimiter: " + text),
                mistake(delimited("x".repeat(65)), "delimiter: " + text),
                mistake(delimited("\u00e9".repeat(33)), "delimiter: " + text),
                mistake(delimited("\\q"), "delimiter: " + text),
                mistake(delimited("a\\"), "delimiter: " + text),
                mistake(delimited("\\x1"), "delimiter: " + text),
                mistake(delimited("\\xg0"), "delimiter: " + text));
    }

    private static Map<String, Object> nothing(String key) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "length");
        map.put(key, null);
        return map;
    }

    private static Arguments mistake(Object raw, String message) {
        return Arguments.of(raw, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void saysWhatIsWrong(Object raw, String message) {
        assertThatThrownBy(() -> read(raw))
                .isInstanceOf(ArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void tellsOfAllMistakesInAMap() {
        assertThatThrownBy(() -> read(Map.of("type", "length", "bytes", 0, "offset", -1)))
                .hasMessageContaining("bytes: 1, 2, 3, 4 or 8")
                .hasMessageContaining("offset: a whole number, 0 to 255");
    }

    @Test
    void namesItselfForALog() {
        assertThat(read("octet_counting")).hasToString("octet_counting");
        assertThat(read("null")).hasToString("null");
        assertThat(read(delimited("||"))).hasToString("delimiter (2 bytes)");
        assertThat(read(Map.of("type", "length", "bytes", 1, "offset", 2, "keep_prefix", true)))
                .hasToString("length (1 byte, big endian, at offset 2, prefix kept)");
    }
}
