package io.wishbone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.module.ArgumentException;
import io.wishbone.testkit.ProtocolContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextProtocolTest implements ProtocolContract {
    @Override
    public Protocol newProtocol() {
        return TextProtocol.create(StandardCharsets.UTF_8, Malformed.REFUSE);
    }

    @Override
    public List<byte[]> decodable() {
        return List.of(new byte[0], "text".getBytes(StandardCharsets.UTF_8), "é€😀".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<byte[]> undecodable() {
        return List.of(new byte[] {(byte) 0xff}, new byte[] {'a', (byte) 0xc3});
    }

    @Override
    public List<Event> encodable() {
        return List.of(Event.of(""), Event.of("é€😀"));
    }

    @Override
    public List<Event> unencodable() {
        return List.of(Event.of(Map.of()), Event.of("half a pair: \uD83D"));
    }

    @Test
    void saysWhereTheBytesAreNoText() {
        assertThatThrownBy(() -> ProtocolContract.decode(
                        newProtocol().newDecoder(ProtocolContract.context()), (byte) 'a', (byte) 'b', (byte) 0xff))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("at byte 3: no character of UTF-8 (expected: text in that charset)");
    }

    @Test
    void replacesWhatIsNoTextIfItIsTold() throws Exception {
        Protocol replacing = TextProtocol.create(StandardCharsets.US_ASCII, Malformed.REPLACE);

        assertThat(ProtocolContract.decode(replacing.newDecoder(ProtocolContract.context()), (byte) 'a', (byte) 0xff)
                        .get(0)
                        .data())
                .isEqualTo("a\uFFFD");
        assertThat(replacing.newEncoder(ProtocolContract.context()).encode(Event.of("é")))
                .isEqualTo(new byte[] {'?'});
    }

    @Test
    void readsOtherCharsets() throws Exception {
        ProtocolType type = Protocols.find("text").orElseThrow();
        Protocol latin = type.create("m", Map.of("charset", "latin1"));

        assertThat(ProtocolContract.decode(latin.newDecoder(ProtocolContract.context()), (byte) 0xe9)
                        .get(0)
                        .data())
                .isEqualTo("é");
        assertThat(latin.newEncoder(ProtocolContract.context()).encode(Event.of(12.5)))
                .isEqualTo("12.5".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> type.create("m", Map.of("charset", "no such")))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("the name of a charset, such as UTF-8 or ISO-8859-1");
    }
}
