package io.wishbone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.protocol.Protocol;
import io.wishbone.testkit.ProtocolContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogfmtProtocolTest implements ProtocolContract {
    @Override
    public Protocol newProtocol() {
        return LogfmtProtocol.create();
    }

    @Override
    public List<byte[]> decodable() {
        return Bytes.each("level=info msg=\"hello \\\"w\\\"\\n\\u00e9\" ok a= b=1", "a");
    }

    @Override
    public List<byte[]> undecodable() {
        return Bytes.each("", "  ", "=1", "a=\"b", "a=\"b\"c", "a=\"\\x\"", "a=\"\\u12\"", "a=b\"c", "a==");
    }

    @Override
    public List<Event> encodable() {
        return LongStream.range(0, 200)
                .mapToObj(seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    Map<String, Object> fields = new LinkedHashMap<>();
                    for (int i = 0; i <= random.nextInt(5); i++) {
                        fields.put("k" + i, RandomData.text(random, 10));
                    }
                    return Event.of(fields);
                })
                .toList();
    }

    @Override
    public List<Event> unencodable() {
        return List.of(Event.of("text"), Event.of(Map.of()), Event.of(Map.of("a b", 1)), Event.of(Map.of("", 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "level=info msg=\"hello world\" ok ~ {level=info, msg=hello world, ok=true}",
                "a= b=\"\" c ~ {a=, b=, c=true}",
                "a=1 a=2 ~ {a=2}",
                "url=/x?y time=2026-01-01T00:00:00Z ~ {url=/x?y, time=2026-01-01T00:00:00Z}",
                "k=\"a=b \\\\ \\t\\u0041\" ~ {k=a=b \\ \tA}",
            })
    void readsLines(String line, String expected) throws Exception {
        assertThat(Bytes.decode(newProtocol(), line).get(0).data()).hasToString(expected.replace("\\t", "\t"));
    }

    @Test
    void saysWhereALineIsWrong() {
        assertThatThrownBy(() -> Bytes.decode(newProtocol(), "a=\"b"))
                .hasMessage("at character 5: a value is not closed (expected: a quote)");
    }

    @Test
    void writesLines() throws Exception {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("level", "info");
        fields.put("msg", "hello \"w\"");
        fields.put("ok", true);
        fields.put("n", 1.5);
        fields.put("list", List.of(1));
        fields.put("nothing", null);

        assertThat(Bytes.encoded(newProtocol(), Event.of(fields)))
                .isEqualTo("level=info msg=\"hello \\\"w\\\"\" ok n=1.5 list=[1] nothing=");
    }

    @Test
    void writesEachKeyThatItReads() throws Exception {
        Event event = Bytes.decode(newProtocol(), "C:\\temp=full \\").get(0);

        assertThat(Bytes.encoded(newProtocol(), event)).isEqualTo("C:\\temp=full \\");
    }
}
