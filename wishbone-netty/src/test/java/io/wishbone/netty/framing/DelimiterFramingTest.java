package io.wishbone.netty.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DelimiterFramingTest {
    private static final String OVERSIZE = RecordingSink.OVERSIZE;

    private static Decoding endedBy(String delimiter) {
        return Decoding.of(Framing.delimiter(delimiter.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void endsMessagesAtTheDelimiter() {
        assertThat(endedBy("||").decode("one||two|x||||\n||")).containsExactly("one", "two|x", "", "\n");
    }

    @Test
    void takesTheFirstPlaceWhereTheDelimiterStands() {
        assertThat(endedBy("||").decode("a|||b||")).containsExactly("a", "|b");
        assertThat(endedBy("aab").decode("aaabaab")).containsExactly("a", "");
        assertThat(endedBy("abab").decode("xabaabababyabab")).containsExactly("xaba", "aby");
    }

    @Test
    void takesADelimiterOfOneByte() {
        assertThat(endedBy(";").decode("one;two;", ";thr", "ee;four"))
                .containsExactly("one", "two", "", "three", "four");
    }

    @Test
    void keepsALineEndingThatIsNoDelimiter() {
        assertThat(endedBy(";").decode("one\r;two\r\n;")).containsExactly("one\r", "two\r\n");
    }

    @Test
    void endsMessagesAtAByteZeroIfNullEnded() {
        assertThat(Decoding.of(Framing.nullEnded()).decode("one\0\0tw", "o\r\n\0three"))
                .containsExactly("one", "", "two\r\n", "three");
    }

    @Test
    void givesAnUnfinishedMessageAsItIsWithTheBeginningOfADelimiter() {
        assertThat(endedBy("||").decode("one||two|")).containsExactly("one", "two|");
        assertThat(endedBy("||").withoutPartial().decode("one||two|")).containsExactly("one", Decoding.PARTIAL);
    }

    @Test
    void countsTheBeginningOfADelimiterForTheLimitOnceItIsNone() {
        Decoding decoding = endedBy("END").limit(3, OversizePolicy.TRUNCATE);

        assertThat(decoding.decode("abcEN", "D", "ok", "END")).containsExactly("abc", "ok");
        assertThat(decoding.decode("abcEN", "dEND", "ok", "END")).containsExactly(OVERSIZE, "abc", "ok");
        assertThat(decoding.decode("abcdeE", "ND", "ok", "END")).containsExactly(OVERSIZE, "abc", "ok");
        assertThat(decoding.decode("abcEN")).containsExactly(OVERSIZE, "abc");
    }

    @Test
    void findsADelimiterThatBeginsWhileALongMessageIsSkipped() {
        Decoding decoding = endedBy("END").limit(3, OversizePolicy.DISCARD);

        assertThat(decoding.decode("abcdefE", "N", "Dok", "END")).containsExactly(OVERSIZE, "ok");
    }

    /** A search that begins anew after each mismatch would look at the bytes of the delimiter again and again. */
    @Test
    void readsEachByteOfAnAlmostMatchingStreamAboutOnce() {
        CountingBytes counted = new CountingBytes();
        String almost = "a".repeat(63) + "b";
        FrameDecoder decoder = Framing.delimiter(almost.getBytes(StandardCharsets.US_ASCII))
                .decoder(1 << 20, OversizePolicy.DISCARD, new RecordingSink());
        for (int i = 0; i < 1000; i++) {
            decoder.decode(counted.piece(100, 'a'));
        }
        decoder.release();

        // The beginning of a message is looked for once, by indexOf; every byte is read once.
        assertThat(counted.looks() + counted.reads()).isBetween(100_000L, 100_100L);
    }

    @Test
    void takesOneToSixtyFourBytes() {
        assertThat(Framing.delimiter(new byte[64])).isNotEqualTo(Framing.delimiter(new byte[63]));
        assertThatThrownBy(Framing::delimiter)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delimiter: 0 bytes (expected: 1 to 64)");
        assertThatThrownBy(() -> Framing.delimiter(new byte[65]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delimiter: 65 bytes (expected: 1 to 64)");
    }

    static Stream<Long> seeds() {
        return LongStream.rangeClosed(1, 300).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesWhatTheModelGives(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String delimiter = letters(random, 1 + random.nextInt(6));
        String stream = letters(random, random.nextInt(400));
        int maxFrame = 1 + random.nextInt(20);
        OversizePolicy policy = List.of(OversizePolicy.values()).get(random.nextInt(3));
        Decoding decoding = endedBy(delimiter).limit(maxFrame, policy);
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < stream.length(); ) {
            int to = Math.min(stream.length(), from + 1 + random.nextInt(12));
            pieces.add(stream.substring(from, to));
            from = to;
        }

        assertThat(decoding.decode(pieces.toArray(String[]::new)))
                .as("%s by %s, at most %d, %s", stream, delimiter, maxFrame, policy)
                .isEqualTo(naive(stream, delimiter, maxFrame, policy));
    }

    /** Of few letters, so that delimiters and their beginnings are frequent. */
    private static String letters(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }

    private static List<String> naive(String stream, String delimiter, int maxFrame, OversizePolicy policy) {
        List<String> seen = new ArrayList<>();
        String rest = stream;
        boolean isOpen = true;
        while (isOpen && !rest.isEmpty()) {
            int end = rest.indexOf(delimiter);
            String message = end < 0 ? rest : rest.substring(0, end);
            rest = end < 0 ? "" : rest.substring(end + delimiter.length());
            if (message.length() <= maxFrame) {
                seen.add(message);
            } else {
                seen.add(OVERSIZE);
                if (policy == OversizePolicy.TRUNCATE) {
                    seen.add(message.substring(0, maxFrame));
                }
                isOpen = policy != OversizePolicy.CLOSE;
            }
        }
        return seen;
    }

    @Test
    void keepsNoMoreThanTheLimitAndTheDelimiter() {
        byte[] delimiter = "0123456789".getBytes(StandardCharsets.US_ASCII);
        FrameDecoder decoder = Framing.delimiter(delimiter).decoder(1000, OversizePolicy.DISCARD, new RecordingSink());
        long most = 0;
        for (int i = 0; i < 1000; i++) {
            ByteBuf piece = Decoding.buffer("x".repeat(90) + "012345678");
            decoder.decode(piece);
            most = Math.max(most, decoder.bufferedBytes());
        }
        decoder.release();

        assertThat(most).isBetween(900L, 1010L);
    }
}
