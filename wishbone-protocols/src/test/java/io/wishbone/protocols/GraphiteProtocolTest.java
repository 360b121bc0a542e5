package io.wishbone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.protocol.Protocol;
import io.wishbone.testkit.ProtocolContract;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphiteProtocolTest implements ProtocolContract {
    @Override
    public Protocol newProtocol() {
        return GraphiteProtocol.create();
    }

    @Override
    public List<byte[]> decodable() {
        return Bytes.each("a.b 1 2", "a.b;host=x 1.5e3 1700000000\nc -1 -1\n", " a\t1  2.5 \r\n");
    }

    @Override
    public List<byte[]> undecodable() {
        return Bytes.each(
                "",
                "\n",
                "a 1",
                "a 1 2 3",
                "a NaN 1",
                "a 0x1 1",
                "a 1d 1",
                "a 1e999 1",
                "a 1 x",
                "a 1 -5",
                "a;b 1 2",
                "a 1 2\nb",
                ";x=1 1 2",
                "a 1 1e300",
                "a " + "1".repeat(1000) + " 1");
    }

    @Override
    public List<Event> encodable() {
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("name", "a.b");
        metric.put("value", 12L);
        metric.put("time", Instant.ofEpochSecond(1_700_000_000));
        metric.put("tags", Map.of("host", "x"));
        return List.of(Event.of(metric), Event.of(Map.of("name", "a", "value", 1.5)));
    }

    @Override
    public List<Event> unencodable() {
        return List.of(
                Event.of("text"),
                Event.of(Map.of("name", "a b", "value", 1)),
                Event.of(Map.of("value", 1)),
                Event.of(Map.of("name", "a", "value", "1")),
                Event.of(Map.of("name", "a", "value", Double.NaN)),
                Event.of(Map.of("name", "a", "value", 1, "time", "now")));
    }

    @Override
    public boolean readsBackWhatItWrites() {
        return false;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a.b 1 2 ~ {name=a.b, value=1, time=1970-01-01T00:00:02Z}",
                "a.b 1.5e3 2.25 ~ {name=a.b, value=1500.0, time=1970-01-01T00:00:02.250Z}",
                "a;host=x;dc=y 9223372036854775808 2 ~ {name=a, value=9.223372036854776E18, time=1970-01-01T00:00:02Z, tags={host=x, dc=y}}",
                "a -1 -1 ~ {name=a, value=-1, time=1970-01-01T00:00:00Z}",
            })
    void readsLines(String line, String expected) throws Exception {
        assertThat(Bytes.decode(newProtocol(), line).get(0).data()).hasToString(expected);
    }

    @Test
    void makesAnEventOfEachLineOrNoneAtAll() throws Exception {
        assertThat(Bytes.decode(newProtocol(), "a 1 2\n\nb 3 4\n")).hasSize(2);
        assertThatThrownBy(() -> Bytes.decode(newProtocol(), "a 1 2\nb x 4\n"))
                .hasMessage("line 2: the value \"x\" (expected: a number)");
    }

    @Test
    void writesLines() throws Exception {
        assertThat(Bytes.encoded(newProtocol(), encodable().get(0))).isEqualTo("a.b;host=x 12 1700000000");
        assertThat(Bytes.encoded(newProtocol(), encodable().get(1))).isEqualTo("a 1.5 0");
    }

    @Test
    void readsBackWhatItWroteOfAllFields() throws Exception {
        byte[] line = Bytes.of(Bytes.encoded(newProtocol(), encodable().get(0)));

        assertThat(Bytes.decode(newProtocol(), line).get(0).data())
                .isEqualTo(encodable().get(0).data());
    }
}
