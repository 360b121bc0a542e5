package io.wishbone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.event.EventJson;
import io.wishbone.event.Header;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.testkit.ProtocolContract;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WishboneProtocolTest implements ProtocolContract {
    @Override
    public Protocol newProtocol() {
        return WishboneProtocol.create();
    }

    @Override
    public List<byte[]> decodable() {
        return Bytes.each(
                "{\"wishbone\":1,\"header\":{\"a\":{\"k\":[1]}},\"data\":\"text\"}",
                "{\"data\":{\"$bytes\":\"/w==\"},\"wishbone\":1}");
    }

    @Override
    public List<byte[]> undecodable() {
        return Bytes.each(
                "",
                "{}",
                "[]",
                "{\"wishbone\":1}",
                "{\"wishbone\":2,\"data\":1}",
                "{\"wishbone\":\"1\",\"data\":1}",
                "{\"wishbone\":1,\"data\":null}",
                "{\"wishbone\":1,\"data\":1,\"header\":[]}",
                "{\"wishbone\":1,\"data\":1,\"header\":{\"a\":1}}",
                "{\"wishbone\":1,\"data\":{\"$bytes\":\"%\"}}",
                "{\"wishbone\":1,\"data\":{\"$time\":\"now\"}}",
                "{\"wishbone\":1,\"data\":{\"$number\":\"one\"}}",
                "{\"wishbone\":1,\"data\":{\"$map\":1}}",
                "{\"wishbone\":1,\"data\":{\"$other\":1}}");
    }

    @Override
    public List<Event> encodable() {
        return Stream.concat(
                        RandomData.values(200),
                        Stream.of(
                                "text",
                                Map.of("$bytes", "no bytes"),
                                Map.of("$map", Map.of("$map", Map.of())),
                                Map.of("$a", 1, "b", 2)))
                .map(Event::of)
                .toList();
    }

    @Override
    public List<Event> unencodable() {
        return List.of(Event.of(RandomData.nested(2000)));
    }

    @Test
    void keepsTheKindOfEachValue() throws Exception {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("bytes", new byte[] {(byte) 0xff, 0, '\n'});
        data.put("time", Instant.parse("2026-01-01T00:00:00.123456789Z"));
        data.put("duration", Duration.ofMillis(1500));
        data.put("nan", Double.NaN);
        data.put("infinite", List.of(Double.NEGATIVE_INFINITY));
        data.put("nothing", null);

        String line = Bytes.encoded(newProtocol(), Event.of(data));
        Map<?, ?> back = (Map<?, ?>) Bytes.decode(newProtocol(), line).get(0).data();

        assertThat(line).doesNotContain("\n").startsWith("{\"wishbone\":1,\"header\":{},\"data\":");
        assertThat(back.get("bytes")).isEqualTo(data.get("bytes"));
        data.remove("bytes");
        data.forEach((key, value) -> assertThat(back.get(key)).as(key).isEqualTo(value));
    }

    @Test
    void readsWhatTheCoreWritesExactly() throws Exception {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("utf8", "grün\n\u2028\"".getBytes(StandardCharsets.UTF_8));
        data.put("bytes", new byte[] {0, (byte) 0xff, (byte) 0xc3});
        data.put("text", "half \ud83d, whole \ud83d\ude00");
        data.put("time", Instant.parse("2026-01-02T03:04:05.000000006Z"));
        data.put("duration", Duration.ofMillis(1500));
        data.put("numbers", List.of(1L, 0.5, Double.NaN, Double.NEGATIVE_INFINITY, new BigInteger("9".repeat(30))));
        data.put("marked", Map.of("$time", "not one"));
        data.put("nested", Map.of("$map", Map.of("$bytes", List.of(true))));
        Header header = Header.of("$time", Map.of("$bytes", "x")).with("in", "raw", new byte[] {(byte) 0x80});
        String line = EventJson.exactly(Event.of(data, header), Map.of("note", Map.of("$a", 1)));

        Event read = Bytes.decode(newProtocol(), line).get(0);

        Map<?, ?> back = (Map<?, ?>) read.data();
        assertThat(line).doesNotContain("\n").startsWith("{\"wishbone\":1,\"note\":{\"$map\":{\"$a\":1}},\"header\":");
        data.forEach((key, value) -> assertThat(back.get(key)).as(key).isEqualTo(value));
        assertThat(read.header("$time", "$bytes")).isEqualTo("x");
        assertThat(read.header("in", "raw")).isEqualTo(new byte[] {(byte) 0x80});
    }

    @Test
    void carriesTheHeaderAndLetsTheReceiverAddToIt() throws Exception {
        Header sent = Header.of("listen", Map.of("remote_address", "1.2.3.4", "time", Instant.EPOCH))
                .with("other", "k", new byte[] {1});
        String line = Bytes.encoded(newProtocol(), Event.of("data", sent));
        Event got = ProtocolContract.decode(newProtocol().newDecoder(ProtocolContract.context()), Bytes.of(line))
                .get(0);

        assertThat(got.data()).isEqualTo("data");
        assertThat(got.header("listen", "remote_address")).isEqualTo("1.2.3.4");
        assertThat(got.header("listen", "time")).isEqualTo(Instant.EPOCH);
        assertThat(got.header("other", "k")).isEqualTo(new byte[] {1});
        assertThat(got.header("input", "key")).isEqualTo("value");
    }

    @Test
    void believesItsOwnInputMoreThanThePeer() throws Exception {
        String line = Bytes.encoded(newProtocol(), Event.of("data", Header.of("input", Map.of("key", "forged"))));

        assertThat(Bytes.decode(newProtocol(), line).get(0).header("input", "key"))
                .isEqualTo("value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"wishbone\":2,\"data\":1} ~ version 2 (expected: 1)",
                "{\"data\":1} ~ no event of Wishbone (expected: such as {\"wishbone\":1,\"data\":...})",
                "{\"wishbone\":1,\"data\":{\"$time\":\"now\"}} ~ a bad $time: Text 'now' could not be parsed at index 0",
            })
    void saysWhatIsWrong(String message, String problem) {
        assertThatThrownBy(() -> Bytes.decode(newProtocol(), message))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(problem);
    }
}
