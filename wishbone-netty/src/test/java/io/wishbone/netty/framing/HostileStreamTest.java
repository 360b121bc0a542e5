package io.wishbone.netty.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What peers may send to make an input keep much; what is kept stays bounded whatever it is. */
class HostileStreamTest {
    private static final int MAX_FRAME = 1000;

    private static Framing length(int bytes) {
        return Framing.length(LengthField.builder().bytes(bytes).build());
    }

    /** A framing, how the stream begins, what then comes again and again, and how many bytes may be kept. */
    static List<Arguments> streams() {
        int body = MAX_FRAME + 64;
        return List.of(
                Arguments.of("a line without end", Framing.lines(), "", "x", body),
                Arguments.of("returns only", Framing.lines(), "", "\r", body),
                Arguments.of("no byte 0", Framing.nullEnded(), "", "x", body),
                Arguments.of("almost the delimiter", Framing.delimiter(new byte[] {1, 1, 2}), "", "\1", body),
                Arguments.of("4 GiB", length(4), "\u00ff\u00ff\u00ff\u00ff", "x", 0),
                Arguments.of("2^63 - 1 bytes", length(8), "\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "x", 0),
                Arguments.of("2^63 bytes", length(8), "\u0080\0\0\0\0\0\0\0", "x", 0),
                Arguments.of("as long as the limit", length(2), "", "\3\u00e8", MAX_FRAME),
                Arguments.of("ten thousand million", Framing.octetCounting(), "9999999999 ", "x", 0),
                Arguments.of("digits only", Framing.octetCounting(), "", "7", 0),
                Arguments.of("zeroes only", Framing.octetCounting(), "", "0", body),
                Arguments.of("2 GiB", Framing.varint(), "\u00ff\u00ff\u00ff\u00ff\7", "x", 0),
                Arguments.of("no end of a varint", Framing.varint(), "", "\u00ff", 0),
                Arguments.of("anything", Framing.none(), "", "x", 0));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("streams")
    void isKeptInBoundedMemory(String name, Framing framing, String beginning, String repeated, int bound) {
        byte[] piece = repeated.repeat(77).getBytes(StandardCharsets.ISO_8859_1);
        for (OversizePolicy policy : OversizePolicy.values()) {
            FrameDecoder decoder = framing.decoder(MAX_FRAME, policy, new RecordingSink());
            decoder.decode(Decoding.buffer(beginning));
            long most = 0;
            for (int sent = 0; sent < 500_000; sent += piece.length) {
                decoder.decode(Unpooled.wrappedBuffer(piece));
                most = Math.max(most, decoder.bufferedBytes());
            }
            decoder.release();

            boolean keepsBeginning = policy == OversizePolicy.TRUNCATE && !framing.equals(Framing.none());
            assertThat(most)
                    .as("%s with %s", name, policy)
                    .isLessThanOrEqualTo(keepsBeginning ? Math.max(bound, MAX_FRAME) : bound);
        }
    }

    /** A framing, and what is an empty message in it. */
    static List<Arguments> nothings() {
        return List.of(
                Arguments.of(Framing.lines(), "\n"),
                Arguments.of(Framing.lines(), "\r\n"),
                Arguments.of(Framing.nullEnded(), "\0"),
                Arguments.of(Framing.delimiter(new byte[] {1, 2}), "\1\2"),
                Arguments.of(length(1), "\0"),
                Arguments.of(length(8), "\0\0\0\0\0\0\0\0"),
                Arguments.of(Framing.octetCounting(), "\n"),
                Arguments.of(Framing.varint(), "\0"));
    }

    /** An empty message is an event, so that the pipeline's limits hold for it too. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("nothings")
    void givesEmptyMessagesOneByOneAsTheSinkTakesThem(Framing framing, String nothing) {
        RecordingSink sink = new RecordingSink(() -> false);
        FrameDecoder decoder = framing.decoder(MAX_FRAME, OversizePolicy.DISCARD, sink);
        decoder.decode(Decoding.buffer(nothing.repeat(100)));
        assertThat(sink.seen).containsExactly("");

        decoder.resume();
        assertThat(sink.seen).containsExactly("", "");
        assertThat(decoder.undecodedBytes()).isEqualTo(98L * nothing.length());
        decoder.release();
    }

    /** A peer that claims a long message and sends nothing of it costs nothing. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("claims")
    void keepsWhatCameAndNotWhatIsClaimed(Framing framing, String claim) {
        FrameDecoder decoder = framing.decoder(1 << 30, OversizePolicy.DISCARD, new RecordingSink());
        decoder.decode(Decoding.buffer(claim + "abc"));

        assertThat(decoder.bufferedBytes()).isLessThanOrEqualTo(256);
        decoder.release();
    }

    static List<Arguments> claims() {
        return List.of(
                Arguments.of(length(4), "@\0\0\0"),
                Arguments.of(Framing.octetCounting(), "1000000000 "),
                Arguments.of(Framing.varint(), "\u0080\u0080\u0080\u0080\4"));
    }
}
