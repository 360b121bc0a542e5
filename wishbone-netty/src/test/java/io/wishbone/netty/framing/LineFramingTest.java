package io.wishbone.netty.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineFramingTest {
    private static final String ALL_BYTES = allBytesButLineFeed();

    private static String allBytesButLineFeed() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            if (c != '\n') {
                all.append(c);
            }
        }
        return all.toString();
    }

    private static ByteBuf buffer(String latin1) {
        return ByteBufAllocator.DEFAULT.buffer().writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<String> decode(int maxFrame, OversizePolicy policy, boolean emitPartial, String... pieces) {
        RecordingSink sink = new RecordingSink();
        FrameDecoder decoder = Framing.lines().decoder(maxFrame, policy, sink);
        for (String piece : pieces) {
            decoder.decode(buffer(piece));
        }
        decoder.finish(emitPartial);
        decoder.release();
        return sink.seen;
    }

    private static List<String> decode(String... pieces) {
        return decode(1024, OversizePolicy.DISCARD, true, pieces);
    }

    @Nested
    class Whole {
        @Test
        void endsLinesAtLineFeed() {
            assertThat(decode("one\ntwo\n")).containsExactly("one", "two");
        }

        @Test
        void takesTheCarriageReturnBeforeLineFeedAway() {
            assertThat(decode("one\r\ntwo\r\n")).containsExactly("one", "two");
        }

        @Test
        void takesOneCarriageReturnAwayOnly() {
            assertThat(decode("one\r\r\n\r\r\n")).containsExactly("one\r", "\r");
        }

        @Test
        void keepsACarriageReturnThatNoLineFeedFollows() {
            assertThat(decode("o\rne\n\rtwo\n")).containsExactly("o\rne", "\rtwo");
        }

        @Test
        void givesEmptyLines() {
            assertThat(decode("\n\r\n\na\n\n")).containsExactly("", "", "", "a", "");
        }

        @Test
        void givesEveryOtherByteAsItIs() {
            assertThat(decode(ALL_BYTES + "\n" + ALL_BYTES + "\r\n")).containsExactly(ALL_BYTES, ALL_BYTES);
        }

        @Test
        void givesInvalidUtf8AsItIs() {
            assertThat(decode("\u00c3(\u00ff\u0000\u00e2\u0082\n")).containsExactly("\u00c3(\u00ff\u0000\u00e2\u0082");
        }

        @Test
        void givesALineAsLongAsTheLimit() {
            assertThat(decode(3, OversizePolicy.DISCARD, true, "abc\nabc\r\nabcd\nab\n"))
                    .containsExactly("abc", "abc", RecordingSink.OVERSIZE, "ab");
        }
    }

    @Nested
    class Oversize {
        @Test
        void skipsSuchALineAndGoesOn() {
            assertThat(decode(3, OversizePolicy.DISCARD, true, "abcdefgh\nok\n"))
                    .containsExactly(RecordingSink.OVERSIZE, "ok");
        }

        @Test
        void givesItsBeginningIfToldToTruncate() {
            assertThat(decode(3, OversizePolicy.TRUNCATE, true, "abcdefgh\nok\n"))
                    .containsExactly(RecordingSink.OVERSIZE, "abc", "ok");
        }

        @Test
        void givesNothingMoreIfToldToClose() {
            assertThat(decode(3, OversizePolicy.CLOSE, true, "ok\nabcdefgh\nno\n", "no\n"))
                    .containsExactly("ok", RecordingSink.OVERSIZE);
        }

        @Test
        void isReportedBeforeTheLineEnds() {
            assertThat(decode(3, OversizePolicy.TRUNCATE, true, "abcd", "efgh"))
                    .containsExactly(RecordingSink.OVERSIZE, "abc");
        }

        @Test
        void waitsForTheByteAfterACarriageReturnAtTheLimit() {
            assertThat(decode(3, OversizePolicy.DISCARD, true, "abc\r", "\nok\n"))
                    .containsExactly("abc", "ok");
            assertThat(decode(3, OversizePolicy.DISCARD, true, "abc\r", "x\nok\n"))
                    .containsExactly(RecordingSink.OVERSIZE, "ok");
            assertThat(decode(3, OversizePolicy.DISCARD, true, "abc\r")).containsExactly(RecordingSink.OVERSIZE);
        }
    }

    @Nested
    class AtTheEnd {
        @Test
        void givesTheUnfinishedLineIfAskedTo() {
            assertThat(decode("one\ntw", "o")).containsExactly("one", "two");
        }

        @Test
        void tellsOfTheUnfinishedLineOtherwise() {
            RecordingSink sink = new RecordingSink();
            FrameDecoder decoder = Framing.lines().decoder(10, OversizePolicy.DISCARD, sink);
            decoder.decode(buffer("one\ntwo"));

            assertThat(decoder.finish(false)).isTrue();
            assertThat(decoder.finish(false)).isFalse();
            assertThat(sink.seen).containsExactly("one");
        }

        @Test
        void tellsOfNoneAfterALineFeed() {
            FrameDecoder decoder = Framing.lines().decoder(10, OversizePolicy.DISCARD, new RecordingSink());
            decoder.decode(buffer("one\n"));

            assertThat(decoder.finish(false)).isFalse();
        }

        @Test
        void tellsOfNoneWhileALongLineIsSkipped() {
            RecordingSink sink = new RecordingSink();
            FrameDecoder decoder = Framing.lines().decoder(3, OversizePolicy.DISCARD, sink);
            decoder.decode(buffer("abcdef"));

            assertThat(decoder.finish(false)).isFalse();
            assertThat(sink.seen).containsExactly(RecordingSink.OVERSIZE);
        }
    }

    @Nested
    class Split {
        private static final String STREAM = "a\r\nbcd\n\n\r\nbcde\r\nbcd\r\nbcd\r\rx\nlonger line\r\nend";

        @ParameterizedTest
        @EnumSource
        void givesTheSameAtEveryIndex(OversizePolicy policy) {
            for (int i = 0; i <= STREAM.length(); i++) {
                assertThat(decode(3, policy, true, STREAM.substring(0, i), STREAM.substring(i)))
                        .as("split at %d", i)
                        .isEqualTo(NaiveLines.of(STREAM, 3, policy, true));
            }
        }

        @ParameterizedTest
        @EnumSource
        void givesTheSameAtEveryPairOfIndices(OversizePolicy policy) {
            for (int i = 0; i <= STREAM.length(); i++) {
                for (int j = i; j <= STREAM.length(); j++) {
                    String[] pieces = {STREAM.substring(0, i), STREAM.substring(i, j), STREAM.substring(j)};
                    assertThat(decode(3, policy, false, pieces))
                            .as("split at %d and %d", i, j)
                            .isEqualTo(NaiveLines.of(STREAM, 3, policy, false));
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        void givesTheSameByteByByte(OversizePolicy policy) {
            String[] bytes = STREAM.split("");
            assertThat(decode(3, policy, true, bytes)).isEqualTo(NaiveLines.of(STREAM, 3, policy, true));
        }
    }

    @Nested
    class WhenTheSinkSaysStop {
        private final AtomicBoolean open = new AtomicBoolean();
        private final RecordingSink sink = new RecordingSink(open::get);
        private final FrameDecoder decoder = Framing.lines().decoder(100, OversizePolicy.DISCARD, sink);

        @Test
        void keepsTheRestUntilItIsResumed() {
            decoder.decode(buffer("one\ntwo\nthree\n"));
            assertThat(sink.seen).containsExactly("one");
            assertThat(decoder.hasUndecoded()).isTrue();

            decoder.resume();
            assertThat(sink.seen).containsExactly("one", "two");

            open.set(true);
            decoder.resume();
            assertThat(sink.seen).containsExactly("one", "two", "three");
            assertThat(decoder.hasUndecoded()).isFalse();
            assertThat(decoder.bufferedBytes()).isZero();
        }

        @Test
        void keepsWhatComesMeanwhileBehindTheRest() {
            decoder.decode(buffer("one\ntwo\nth"));
            decoder.decode(buffer("ree\nfo"));
            decoder.decode(buffer("ur\n"));
            assertThat(sink.seen).containsExactly("one");

            open.set(true);
            decoder.resume();
            assertThat(sink.seen).containsExactly("one", "two", "three", "four");
        }

        @Test
        void keepsBuffersWithoutCopyingThem() {
            decoder.decode(buffer("one\ntwo\n"));
            ByteBuf later = Unpooled.buffer(64).writeBytes("three\n".getBytes(StandardCharsets.US_ASCII));
            decoder.decode(later);

            assertThat(later.refCnt()).isOne();
            assertThat(decoder.bufferedBytes()).isGreaterThanOrEqualTo(64);

            open.set(true);
            decoder.resume();
            assertThat(later.refCnt()).isZero();
        }

        @Test
        void hasNothingUndecodedAfterTheLastLineOfABuffer() {
            decoder.decode(buffer("one\n"));

            assertThat(decoder.hasUndecoded()).isFalse();
            assertThat(decoder.bufferedBytes()).isZero();
        }

        @Test
        void releasesEverythingWhenItIsReleased() {
            ByteBuf first = buffer("one\ntwo\n");
            ByteBuf second = buffer("three\n");
            decoder.decode(first);
            decoder.decode(second);

            decoder.release();
            ByteBuf late = buffer("four\n");
            decoder.decode(late);
            decoder.resume();

            assertThat(List.of(first.refCnt(), second.refCnt(), late.refCnt())).containsOnly(0);
            assertThat(decoder.bufferedBytes()).isZero();
            assertThat(sink.seen).containsExactly("one");
        }
    }

    @Nested
    class Bounds {
        @Test
        void releasesABufferThatTheSinkFailsOnAtTheLatestWhenItIsReleased() {
            FrameSink failing = new FrameSink() {
                @Override
                public boolean frame(byte[] frame) {
                    throw new IllegalStateException("no");
                }

                @Override
                public boolean oversize() {
                    return true;
                }

                @Override
                public void malformed(String what) {}
            };
            FrameDecoder decoder = Framing.lines().decoder(10, OversizePolicy.DISCARD, failing);
            ByteBuf piece = buffer("one\ntwo\n");

            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> decoder.decode(piece)))
                    .hasMessage("no");
            decoder.release();

            assertThat(piece.refCnt()).isZero();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 7, 1000, 65536})
        void keepsNoMoreThanTheLimitOfALineWithoutEnd(int pieceBytes) {
            int maxFrame = 1000;
            RecordingSink sink = new RecordingSink();
            FrameDecoder decoder = Framing.lines().decoder(maxFrame, OversizePolicy.DISCARD, sink);
            byte[] piece = "x".repeat(pieceBytes).getBytes(StandardCharsets.US_ASCII);
            for (int sent = 0; sent < 10_000_000; sent += pieceBytes) {
                decoder.decode(Unpooled.wrappedBuffer(piece));
                if (decoder.bufferedBytes() > maxFrame + 1) {
                    assertThat(decoder.bufferedBytes()).isLessThanOrEqualTo(maxFrame + 1);
                }
            }
            decoder.decode(buffer("\nok\n"));
            decoder.release();

            assertThat(sink.seen).containsExactly(RecordingSink.OVERSIZE, "ok");
        }

        @Test
        void looksAtEveryByteOfALongLineOnce() {
            CountingBytes counted = new CountingBytes();
            FrameDecoder decoder = Framing.lines().decoder(1 << 20, OversizePolicy.DISCARD, new RecordingSink());
            for (int i = 0; i < 1000; i++) {
                decoder.decode(counted.piece(100));
            }
            decoder.release();

            assertThat(counted.looks()).isEqualTo(100_000);
        }

        @Test
        void looksAtEveryByteOnceHoweverOftenTheSinkSaysStop() {
            CountingBytes counted = new CountingBytes();
            FrameDecoder decoder =
                    Framing.lines().decoder(1 << 20, OversizePolicy.DISCARD, new RecordingSink(() -> false));
            decoder.decode(buffer("\n".repeat(2000)));
            for (int i = 0; i < 1000; i++) {
                decoder.decode(counted.piece(100));
                decoder.resume();
            }
            while (decoder.hasUndecoded()) {
                decoder.resume();
            }
            decoder.release();

            assertThat(counted.looks()).isEqualTo(100_000);
        }
    }

    static Stream<Long> seeds() {
        return LongStream.rangeClosed(1, 200).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesWhatTheModelGives(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int maxFrame = 1 + random.nextInt(random.nextBoolean() ? 5 : 600);
        OversizePolicy policy = List.of(OversizePolicy.values()).get(random.nextInt(3));
        boolean emitPartial = random.nextBoolean();
        double stops = random.nextBoolean() ? 0 : random.nextDouble();
        String stream = randomStream(random, maxFrame);
        RecordingSink sink = new RecordingSink(() -> random.nextDouble() >= stops);
        FrameDecoder decoder = Framing.lines().decoder(maxFrame, policy, sink);

        List<ByteBuf> pieces = new ArrayList<>();
        for (int from = 0; from < stream.length(); ) {
            int to = Math.min(stream.length(), from + 1 + random.nextInt(1 + random.nextInt(40)));
            ByteBuf piece = buffer(stream.substring(from, to));
            pieces.add(piece);
            decoder.decode(piece);
            long kept = pieces.stream()
                    .filter(buffer -> buffer.refCnt() > 0)
                    .mapToLong(ByteBuf::capacity)
                    .sum();
            assertThat(decoder.bufferedBytes()).isLessThanOrEqualTo(maxFrame + 1 + kept);
            if (random.nextBoolean()) {
                decoder.resume();
            }
            from = to;
        }
        while (decoder.hasUndecoded()) {
            decoder.resume();
        }
        boolean hadPartial = decoder.finish(emitPartial);
        decoder.release();

        assertThat(sink.seen).isEqualTo(NaiveLines.of(stream, maxFrame, policy, emitPartial));
        assertThat(hadPartial && emitPartial).isFalse();
        assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
    }

    private static String randomStream(SplittableRandom random, int maxFrame) {
        StringBuilder stream = new StringBuilder();
        for (int lines = random.nextInt(30); lines > 0; lines--) {
            for (int length = random.nextInt(maxFrame * 2 + 2); length > 0; length--) {
                stream.append(ALL_BYTES.charAt(random.nextInt(ALL_BYTES.length())));
            }
            stream.append("\r".repeat(random.nextInt(3))).append(lines == 1 && random.nextBoolean() ? "" : "\n");
        }
        return stream.toString();
    }
}
