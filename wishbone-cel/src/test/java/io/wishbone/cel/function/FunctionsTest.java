package io.wishbone.cel.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.cel.CelLanguage;
import io.wishbone.event.Event;
import io.wishbone.expression.ExpressionFunction;
import io.wishbone.expression.ExpressionFunctions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionsTest {
    private static final Instant NOW = Instant.parse("2026-07-01T22:30:00.5Z");

    private final CelLanguage language = new CelLanguage(functions(
            new TimeFunctions(Clock.fixed(NOW, ZoneOffset.UTC)),
            new RandomFunctions(new Random(1)),
            new HashFunctions(),
            new EncodingFunctions(),
            new RegexFunctions()));

    private static List<ExpressionFunction> functions(ExpressionFunctions... all) {
        return Stream.of(all).flatMap(one -> one.functions().stream()).toList();
    }

    private @Nullable Object value(String source, Object data) throws Exception {
        return language.value(source, "m").apply(Event.of(data));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "format_time(now(), \"yyyy-MM-dd HH:mm\")                    | 2026-07-01 22:30",
                "format_time(now(), \"EEE, d MMM\", \"Europe/Brussels\")     | Thu, 2 Jul",
                "format_time(now() + duration(\"1h\"), \"HH\", \"+02:00\")   | 01",
                "string(parse_time(\"2024-02-29\", \"yyyy-MM-dd\"))          | 2024-02-29T00:00:00Z",
                "string(parse_time(\"01/Feb/2024:10:00:00 +0100\", \"dd/MMM/yyyy:HH:mm:ss Z\")) | 2024-02-01T09:00:00Z",
                "string(parse_time(\"2024-07-01 10:00\", \"yyyy-MM-dd HH:mm\", \"Europe/Brussels\")) | 2024-07-01T08:00:00Z",
                "sha256(\"abc\") | ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "md5(\"abc\")    | 900150983cd24fb0d6963f7d28e17f72",
                "crc32(\"123456789\") | cbf43926",
                "crc32(b\"\")    | 00000000",
                "base64_encode(\"grün\") | Z3LDvG4=",
                "base64_encode(b\"\\xff\") | /w==",
                "string(base64_decode(\"Z3LDvG4=\")) | grün",
                "json_encode({\"a\": [1, 2.5, null, true, \"x\"]}) | {\"a\":[1,2.5,null,true,\"x\"]}",
                "json_encode(json_decode(data)) | {\"b\":{\"c\":[1,-2,0.5,null,false]}}",
                "string(json_decode(data).b.c[1]) | -2",
                "regex_extract(\"user=bob\", \"user=(\\\\w+)\") | bob",
                "regex_extract(\"a1b22\", \"[0-9]+\") | 1",
                "regex_extract(\"abc\", \"(x)?c\") + \"!\" | !",
                "regex_replace(\"a.b.c\", \"([.])\", \"<$1>\") | a<.>b<.>c",
                "regex_groups(\"u=bob id=7\", \"u=(?P<user>\\\\w+) id=(?P<id>\\\\d+)\").id | 7",
            })
    void givesWhatItIsFor(String source, String expected) throws Exception {
        assertThat(value(source, "{\"b\": {\"c\": [1, -2, 0.5, null, false]}}")).isEqualTo(expected);
    }

    @Test
    void findsNoGroupsWhereNothingMatches() throws Exception {
        assertThat(value("regex_groups(data, '(?P<a>x)')", "y")).isEqualTo(Map.of());
        assertThat(value("regex_extract(data, '(x)')", "y")).isEqualTo("");
    }

    @Test
    void readsAnyJsonValue() throws Exception {
        assertThat(value("json_decode(data)", "null")).isNull();
        assertThat(value("json_decode(data)", "[123456789012345678901234567890]"))
                .asString()
                .isEqualTo("[123456789012345678901234567890]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "json_decode(\"{\")      | json_decode: the text is no JSON at column 2",
                "json_decode(\"\")       | json_decode: the text is empty (expected: JSON)",
                "json_decode(\"1 2\")    | json_decode: more text follows the value",
                "json_decode(\"{'a':1}\")| json_decode: the text is no JSON at column 2",
                "base64_decode(\"!\")    | base64_decode: ",
                "format_time(now(), \"b\") | format_time: Unknown pattern letter: b",
                "format_time(now(), \"HH\", \"Nowhere\") | format_time: Unknown time-zone ID: Nowhere",
                "parse_time(\"x\", \"HH:mm\") | parse_time: a time of 1 characters is not of the pattern \"HH:mm\" at character 1",
            })
    void saysWhyItGivesNothing(String source, String reason) {
        assertThatThrownBy(() -> value(source, "")).hasMessageStartingWith("\"" + source + "\": " + reason);
    }

    @Test
    void refusesJsonThatIsNestedTooDeeply() {
        assertThatThrownBy(() -> value("json_decode(data)", "[".repeat(100_000)))
                .hasMessageContaining("json_decode: the text is no JSON");
    }

    @Test
    void randomValuesComeFromTheGenerator() throws Exception {
        Random same = new Random(1);

        assertThat(value("random()", "")).isEqualTo(same.nextDouble());
        assertThat(value("uuid()", ""))
                .asString()
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }
}
