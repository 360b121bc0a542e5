package io.wishbone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.module.ArgumentException;
import io.wishbone.testkit.ProtocolContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtocolsTest {
    private static final ProtocolContext CONTEXT = ProtocolContract.context();

    @Test
    void findsWhatJarsBring() {
        assertThat(Protocols.installed()).extracting(ProtocolType::name).contains("bytes", "text");
        assertThat(Protocols.find("txet")).isEmpty();
    }

    @Test
    void readsANameOrAMap() {
        assertThat(Protocols.any().read("text").name()).isEqualTo("text");
        assertThat(Protocols.decoding()
                        .read(Map.of("type", "text", "charset", "latin1"))
                        .name())
                .isEqualTo("text");
    }

    @Test
    void saysWhatIsWrongWithAProtocol() {
        assertProblem("txt", "unknown protocol \"txt\" (expected: bytes, text; did you mean \"text\"?)");
        assertProblem(Map.of(), "there is no \"type\" (expected: such as {type: json, max_depth: 50})");
        assertProblem(
                Map.of("type", "text", "charst", "x"),
                "charst: unknown argument \"charst\" of protocol text (expected: charset, malformed; did you mean"
                        + " \"charset\"?)");
        assertProblem(Map.of("type", "text", "malformed", "x"), "malformed: one of refuse, replace");
        assertProblem(Map.of("type", "bytes", "x", 1), "x: unknown argument \"x\" of protocol bytes (expected: none)");
        assertProblem(
                List.of("text"), "the name of a protocol, such as json, or a map, such as {type: json, max_depth: 50}");
    }

    private static void assertProblem(Object raw, String message) {
        assertThatThrownBy(() -> Protocols.decoding().read(raw))
                .isInstanceOf(ArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void tellsWhichWayAProtocolGoes() {
        Protocol read = Protocol.decoding("read", context -> (event, out) -> out.accept(event));
        Protocol written = Protocol.encoding("written", context -> event -> new byte[0]);

        assertThat(read.canDecode()).isTrue();
        assertThat(read.canEncode()).isFalse();
        assertThat(written.canDecode()).isFalse();
        assertThatThrownBy(() -> read.newEncoder(CONTEXT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("protocol \"read\" can only decode");
        assertThatThrownBy(() -> written.newDecoder(CONTEXT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("protocol \"written\" can only encode");
    }

    @Test
    void passesBytesOnAsTheyAre() throws Exception {
        Protocol bytes = Protocols.find("bytes").orElseThrow().create("m", Map.of());
        byte[] message = {1, 2};

        assertThat(ProtocolContract.decode(bytes.newDecoder(CONTEXT), message)
                        .get(0)
                        .data())
                .isSameAs(message);
        assertThat(bytes.newEncoder(CONTEXT).encode(Event.of(message))).isSameAs(message);
        assertThat(bytes.newEncoder(CONTEXT).encode(Event.of("a"))).isEqualTo(new byte[] {'a'});
        assertThatThrownBy(() -> bytes.newEncoder(CONTEXT).encode(Event.of(1)))
                .hasMessage("data is a Integer (expected: bytes or text)");
    }
}
