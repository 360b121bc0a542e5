package io.wishbone.netty.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However the stream is split, and wherever the sink says stop, the events are the same. */
class FrameSplitTest {
    private static final int MAX_FRAME = 4;

    /** Framings, and streams with messages that are empty, short, as long as the limit, longer, and cut off. */
    static List<Arguments> streams() {
        return List.of(
                Arguments.of(Framing.lines(), "a\r\nabcd\n\n\r\nabcde\r\nabcd\r\nabcd\r\rx\nlonger line\r\nend\r"),
                Arguments.of(Framing.nullEnded(), "a\0abcd\0\0abcde\0longer text\0\r\0end"),
                Arguments.of(bytes("abab"), "xabababababyababcdabaabablonger textabaababab"),
                Arguments.of(bytes("||"), "a||abcd||||abcde|||longer|text||abcd|||end|"),
                Arguments.of(
                        length(LengthField.builder().bytes(2)),
                        "\0\1a\0\4abcd\0\0\0\5abcde\0\20longer than that\0\3ab"),
                Arguments.of(
                        length(LengthField.builder()
                                .bytes(3)
                                .endian(LengthField.Endian.LITTLE)
                                .includesHeader(true)),
                        "\4\0\0a\7\0\0abcd\3\0\0\10\0\0abcde\23\0\0longer than that\6\0\0ab"),
                Arguments.of(
                        length(LengthField.builder().bytes(1).offset(3).keepsPrefix(true)),
                        "ABC\1aABC\0ABC\2abABC\11more textABC\1zABC\5ab"),
                Arguments.of(
                        length(LengthField.builder().bytes(2).offset(2).includesHeader(true)),
                        "AB\0\5aAB\0\4AB\0\10abcdAB\0\11abcdeAB\0\3"),
                Arguments.of(
                        Framing.octetCounting(),
                        "1 a4 abcd<a\n\n5 abcde10 and longer<b>\r\nlonger text\n3 abcabcd\r\n4 ab"),
                Arguments.of(Framing.octetCounting(), "1 a<a>12345 x\n12x"),
                Arguments.of(
                        Framing.varint(), "\1a\4abcd\0\5abcde\u0090\0longer than that\u0084\u0080\0abcd\u0083\0ab"),
                Arguments.of(Framing.varint(), "\1a\u0080\u0080\u0080\u0080\u0080\u0080"));
    }

    private static Framing bytes(String text) {
        return Framing.delimiter(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Framing length(LengthField.Builder field) {
        return Framing.length(field.build());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void givesTheSameAtEveryPairOfIndices(Framing framing, String stream) {
        for (OversizePolicy policy : OversizePolicy.values()) {
            Decoding decoding = new Decoding(framing, MAX_FRAME, policy, policy == OversizePolicy.DISCARD);
            List<String> whole = decoding.decode(stream);
            assertThat(whole).hasSizeGreaterThan(1);
            for (int i = 0; i <= stream.length(); i++) {
                for (int j = i; j <= stream.length(); j++) {
                    assertThat(decoding.decode(stream.substring(0, i), stream.substring(i, j), stream.substring(j)))
                            .as("%s, split at %d and %d", policy, i, j)
                            .isEqualTo(whole);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void givesTheSameByteByByte(Framing framing, String stream) {
        for (OversizePolicy policy : OversizePolicy.values()) {
            Decoding decoding = new Decoding(framing, MAX_FRAME, policy, true);

            assertThat(decoding.decode(stream.split(""))).isEqualTo(decoding.decode(stream));
        }
    }

    static Stream<Arguments> seeds() {
        return streams().stream()
                .flatMap(stream -> LongStream.rangeClosed(1, 50)
                        .mapToObj(seed -> Arguments.of(stream.get()[0], seed, stream.get()[1])));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("seeds")
    void givesTheSameWhereverTheSinkSaysStop(Framing framing, long seed, String stream) {
        SplittableRandom random = new SplittableRandom(seed);
        OversizePolicy policy = List.of(OversizePolicy.values()).get(random.nextInt(3));
        Decoding decoding = new Decoding(framing, MAX_FRAME, policy, random.nextBoolean());
        double stops = random.nextDouble();
        RecordingSink sink = new RecordingSink(() -> random.nextDouble() >= stops);
        FrameDecoder decoder = framing.decoder(MAX_FRAME, policy, sink);
        List<ByteBuf> pieces = new ArrayList<>();
        for (int from = 0; from < stream.length(); ) {
            int to = Math.min(stream.length(), from + 1 + random.nextInt(10));
            ByteBuf piece = Decoding.buffer(stream.substring(from, to));
            pieces.add(piece);
            decoder.decode(piece);
            if (random.nextBoolean()) {
                decoder.resume();
            }
            from = to;
        }
        while (decoder.hasUndecoded()) {
            decoder.resume();
        }

        assertThat(decoding.end(decoder, sink)).isEqualTo(decoding.decode(stream));
        assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
    }
}
