package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderHandlerTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String MESSAGE = "the first message\nand the next\n";

    private final List<Object> seen = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ProxyHeaderHandler(), new Recorder());

    /** Notes what comes out, and in which order. */
    private final class Recorder extends ChannelInboundHandlerAdapter {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            text.append(bytes.toString(StandardCharsets.ISO_8859_1));
            bytes.release();
            seen.remove(text);
            seen.add(text);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ProxyHeaderHandler.Told told) {
                seen.add(told.header() ? String.valueOf(told.client()) : "no header");
            }
        }
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = new byte[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private void write(byte[] bytes, int from, int to) {
        channel.writeInbound(Unpooled.buffer().writeBytes(bytes, from, to - from));
    }

    private void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    private List<String> seen() {
        return seen.stream().map(Object::toString).toList();
    }

    static Stream<Arguments> beginnings() {
        String tlv = "04000a" + "01020304050607080900" + "200005" + "0100000000";
        return Stream.of(
                beginning("v1 TCP4", ascii("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n"), "/192.0.2.1:56324"),
                beginning(
                        "v1 TCP6",
                        ascii("PROXY TCP6 2001:db8::1 2001:db8::2 56324 443\r\n"),
                        "/[2001:db8:0:0:0:0:0:1]:56324"),
                beginning("v1 UNKNOWN", ascii("PROXY UNKNOWN\r\n"), "null"),
                beginning(
                        "v1 UNKNOWN with addresses",
                        ascii("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n"),
                        "null"),
                beginning(
                        "v2 TCP4",
                        hex(SIGNATURE + "2111000c" + "c0000201" + "c6336402" + "dc0401bb"),
                        "/192.0.2.1:56324"),
                beginning(
                        "v2 TCP4 with TLVs",
                        hex(SIGNATURE + "21110021" + "c0000201" + "c6336402" + "dc0401bb" + tlv),
                        "/192.0.2.1:56324"),
                beginning(
                        "v2 TCP6",
                        hex(SIGNATURE + "21210024" + "20010db8000000000000000000000001"
                                + "20010db8000000000000000000000002" + "dc0401bb"),
                        "/[2001:db8:0:0:0:0:0:1]:56324"),
                beginning("v2 UNIX", hex(SIGNATURE + "213100d8" + "2f61".repeat(108)), "null"),
                beginning("v2 LOCAL", hex(SIGNATURE + "20000000"), "null"),
                beginning(
                        "v2 LOCAL with what it says of itself",
                        hex(SIGNATURE + "2000000f" + "00".repeat(12) + "040000"),
                        "null"),
                beginning("no header", ascii(""), "no header"),
                beginning("almost that of version 1", ascii("PROX"), "no header", "PROX"),
                beginning(
                        "almost that of version 2",
                        hex("0d0a0d0a000d0a5155495444"),
                        "no header",
                        "\r\n\r\n\0\r\nQUITD"));
    }

    private static Arguments beginning(String name, byte[] bytes, String told) {
        return beginning(name, bytes, told, "");
    }

    private static Arguments beginning(String name, byte[] bytes, String told, String passedOn) {
        return Arguments.of(name, bytes, List.of(told, passedOn + MESSAGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beginnings")
    void tellsWhatComesFirstWholeWithTheFirstMessage(String name, byte[] bytes, List<String> expected) {
        write(join(bytes, ascii(MESSAGE)));

        assertThat(seen()).isEqualTo(expected);
        assertThat(channel.pipeline().names()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beginnings")
    void tellsWhatComesFirstByteByByte(String name, byte[] bytes, List<String> expected) {
        byte[] all = join(bytes, ascii(MESSAGE));
        for (int i = 0; i < all.length; i++) {
            write(all, i, i + 1);
        }

        assertThat(seen()).isEqualTo(expected);
        assertThat(channel.pipeline().names()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beginnings")
    void tellsWhatComesFirstSplitAnywhere(String name, byte[] bytes, List<String> expected) {
        byte[] all = join(bytes, ascii(MESSAGE));
        for (int split = 0; split <= all.length; split++) {
            List<Object> before = List.copyOf(seen);
            assertThat(before).isEmpty();
            EmbeddedChannel one = new EmbeddedChannel(new ProxyHeaderHandler(), new Recorder());
            one.writeInbound(Unpooled.copiedBuffer(all, 0, split));
            one.writeInbound(Unpooled.copiedBuffer(all, split, all.length - split));

            assertThat(seen()).as("split at %d", split).isEqualTo(expected);
            one.finishAndReleaseAll();
            seen.clear();
        }
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"P", "PRO", "PROXY", "\r\n\r\n", "\r\n\r\n\0\r\nQUIT"})
    void passesOnWhatCouldHaveBecomeAHeaderWhenThePeerEnds(String beginning) {
        write(ascii(beginning));
        assertThat(seen).isEmpty();

        channel.finish();

        assertThat(seen()).containsExactly("no header", beginning);
    }

    @Test
    void tellsNothingOfAPeerThatSendsNothing() {
        channel.finish();

        assertThat(seen).isEmpty();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("no addresses", ascii("PROXY TCP4 \r\n")),
                Arguments.of("a protocol that is none", ascii("PROXY SCTP 192.0.2.1 192.0.2.2 1 2\r\n")),
                Arguments.of("an address that is none", ascii("PROXY TCP4 300.0.2.1 192.0.2.2 1 2\r\n")),
                Arguments.of("an address of the other family", ascii("PROXY TCP4 ::1 ::1 1 2\r\n")),
                Arguments.of("a host name", ascii("PROXY TCP4 evil.example.org 192.0.2.2 1 2\r\n")),
                Arguments.of("a port that is none", ascii("PROXY TCP4 192.0.2.1 192.0.2.2 65536 2\r\n")),
                Arguments.of("a port that is no number", ascii("PROXY TCP4 192.0.2.1 192.0.2.2 x 2\r\n")),
                Arguments.of("a line without end", ascii("PROXY " + "x".repeat(200))),
                Arguments.of("a version that is none", hex(SIGNATURE + "3111000c" + "00".repeat(12))),
                Arguments.of("a command that is none", hex(SIGNATURE + "2f11000c" + "00".repeat(12))),
                Arguments.of("a family that is none", hex(SIGNATURE + "2191000c" + "00".repeat(12))),
                Arguments.of("too short for its addresses", hex(SIGNATURE + "21110008" + "00".repeat(8))),
                Arguments.of("longer than any", hex(SIGNATURE + "2111ffff" + "00".repeat(5000))),
                Arguments.of(
                        "a TLV that is longer than all",
                        hex(SIGNATURE + "21110011" + "c0000201c6336402dc0401bb" + "04ffff0000")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refusesAMalformedHeader(String name, byte[] bytes) {
        assertThatThrownBy(() -> {
                    write(bytes);
                    channel.checkException();
                })
                .isInstanceOf(HAProxyProtocolException.class)
                .satisfies(refused -> assertThat(ProxyHeaderHandler.explain(refused))
                        .doesNotContain("Exception", "null", "\r", "\n")
                        .hasSizeBetween(5, 200));
        assertThat(seen).isEmpty();
    }
}
