package io.wishbone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.protocol.Protocol;
import io.wishbone.testkit.ProtocolContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvProtocolTest implements ProtocolContract {
    @Override
    public Protocol newProtocol() {
        return CsvProtocol.create(CsvConfig.of());
    }

    @Override
    public List<byte[]> decodable() {
        return Bytes.each("", "a,b", "\"a\"\"b\",\"c\r\nd\"\r\n1,2\r\n", ",,");
    }

    @Override
    public List<byte[]> undecodable() {
        return Bytes.each("\"a", "a\"b", "\"a\"b", "x\n\"");
    }

    @Override
    public List<Event> encodable() {
        return LongStream.range(0, 200)
                .mapToObj(seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    List<Object> fields = new ArrayList<>();
                    for (int i = 0; i <= random.nextInt(5); i++) {
                        fields.add(RandomData.text(random, 10));
                    }
                    return Event.of(fields);
                })
                .toList();
    }

    @Override
    public List<Event> unencodable() {
        return List.of(Event.of("text"), Event.of(List.of()), Event.of(Map.of("a", 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a,b,c ~ [[a, b, c]]",
                "a,b|c,d ~ [[a, b], [c, d]]",
                "a,b|c,d| ~ [[a, b], [c, d]]",
                "\"a,b\",\"c|d\",\"e\"\"f\" ~ [[a,b, c|d, e\"f]]",
                ",, ~ [[, , ]]",
                "\"\" ~ [[]]",
                " a , b ~ [[ a ,  b]]",
            })
    void readsRecords(String message, String expected) throws Exception {
        List<Object> records = new ArrayList<>();
        Bytes.decode(newProtocol(), (message.startsWith("a ") ? " " + message : message).replace("|", "\r\n"))
                .forEach(event -> records.add(event.data()));

        assertThat(records.toString().replace("\r\n", "|").replace("[ a ,", "[a ,"))
                .isEqualTo(expected.replace("[ a ,", "[a ,"));
    }

    @Test
    void namesTheColumns() throws Exception {
        Protocol protocol = CsvProtocol.create(CsvConfig.of("id", "name"));

        assertThat(Bytes.decode(protocol, "1,Ann\n2,Bob"))
                .extracting(Event::data)
                .containsExactly(Map.of("id", "1", "name", "Ann"), Map.of("id", "2", "name", "Bob"));
        assertThat(Bytes.encoded(protocol, Event.of(Map.of("name", "A,n\"n", "other", 1))))
                .isEqualTo(",\"A,n\"\"n\"");
        assertThatThrownBy(() -> Bytes.decode(protocol, "1,Ann\n2"))
                .hasMessage("record 2 has 1 fields (expected: 2, as there are columns)");
    }

    @Test
    void takesOtherCharacters() throws Exception {
        Protocol protocol = LineTypes.CSV.create("m", Map.of("delimiter", "tab", "quote", "'"));

        assertThat(Bytes.decode(protocol, "a\t'b\tc'").get(0).data()).isEqualTo(List.of("a", "b\tc"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CsvConfig(List.of(), ',', ','))
                .withMessageStartingWith("delimiter: \",\" with quote \",\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CsvConfig.of("a", "a"))
                .withMessage("columns: [a, a] (expected: names that differ)");
    }

    @Test
    void saysWhereARecordIsWrong() {
        assertThatThrownBy(() -> Bytes.decode(newProtocol(), "a,\"b\"c"))
                .hasMessage("at character 6: more follows the closing quote (expected: a delimiter or a line end)");
    }
}
