package io.wishbone.netty.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.netty.framing.LengthField.Endian;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthFramingTest {
    private static final String OVERSIZE = RecordingSink.OVERSIZE;
    private static final String MALFORMED = RecordingSink.MALFORMED;

    private static Decoding length(UnaryOperator<LengthField.Builder> settings) {
        return Decoding.of(Framing.length(settings.apply(LengthField.builder()).build()));
    }

    @Nested
    class Fields {
        @ParameterizedTest
        @CsvSource({
            "1, BIG, 02", "1, LITTLE, 02",
            "2, BIG, 0002", "2, LITTLE, 0200",
            "3, BIG, 000002", "3, LITTLE, 020000",
            "4, BIG, 00000002", "4, LITTLE, 02000000",
            "8, BIG, 0000000000000002", "8, LITTLE, 0200000000000000"
        })
        void areReadInEveryWidthAndOrder(int bytes, Endian endian, String header) {
            assertThat(length(f -> f.bytes(bytes).endian(endian))
                            .decode(fromHex(header) + "ab" + fromHex(header) + "cd"))
                    .containsExactly("ab", "cd");
        }

        @Test
        void useAllTheirBytes() {
            String body = "x".repeat(0x010203);
            Decoding big = length(f -> f.bytes(3)).limit(1 << 20, OversizePolicy.DISCARD);
            Decoding little = length(f -> f.bytes(3).endian(Endian.LITTLE)).limit(1 << 20, OversizePolicy.DISCARD);

            assertThat(big.decode("\1\2\3" + body)).containsExactly(body);
            assertThat(big.decode("\1", "\2", "\3", body)).containsExactly(body);
            assertThat(little.decode("\3\2\1" + body)).containsExactly(body);
            assertThat(little.decode("\3", "\2", "\1", body)).containsExactly(body);
        }

        @Test
        void haveNoSign() {
            assertThat(length(f -> f.bytes(1)).decode("\u00ff" + "x".repeat(255)))
                    .containsExactly("x".repeat(255));
            assertThat(length(f -> f.bytes(2))
                            .limit(1 << 16, OversizePolicy.DISCARD)
                            .decode("\u00ff\u00ff" + "x".repeat(65535)))
                    .containsExactly("x".repeat(65535));
        }

        @Test
        void giveEmptyMessages() {
            assertThat(length(f -> f.bytes(2)).decode("\0\0\0\0\0\1a\0\0")).containsExactly("", "", "a", "");
        }

        @Test
        void mayCountTheHeader() {
            assertThat(length(f -> f.bytes(2).includesHeader(true)).decode("\0\5abc\0\2\0\3d"))
                    .containsExactly("abc", "", "d");
        }

        @Test
        void mayCountWhatStandsBeforeThem() {
            assertThat(length(f -> f.bytes(1).offset(2).includesHeader(true)).decode("AB\5cd"))
                    .containsExactly("cd");
        }

        @Test
        void skipWhatStandsBeforeThem() {
            assertThat(length(f -> f.bytes(1).offset(2)).decode("AB\3cdeFG\1h")).containsExactly("cde", "h");
        }

        @Test
        void keepWhatStandsBeforeThem() {
            assertThat(length(f -> f.bytes(1).offset(2).keepsPrefix(true)).decode("AB\3cdeFG\0HI\1j"))
                    .containsExactly("ABcde", "FG", "HIj");
        }
    }

    @Nested
    class Limits {
        @Test
        void areOfTheWholeEvent() {
            Decoding decoding =
                    length(f -> f.bytes(1).offset(2).keepsPrefix(true)).limit(4, OversizePolicy.DISCARD);

            assertThat(decoding.decode("AB\2cdEF\3ghiJK\0")).containsExactly("ABcd", OVERSIZE, "JK");
        }

        @Test
        void cutTheEventIfToldToTruncate() {
            Decoding decoding = length(f -> f.bytes(1)).limit(2, OversizePolicy.TRUNCATE);

            assertThat(decoding.decode("\4abcd\1e")).containsExactly(OVERSIZE, "ab", "e");
            assertThat(decoding.decode("\4a", "bc", "d\1e")).containsExactly(OVERSIZE, "ab", "e");
        }

        @Test
        void cutWhatIsKeptOfThePrefix() {
            Decoding decoding =
                    length(f -> f.bytes(1).offset(3).keepsPrefix(true)).limit(2, OversizePolicy.TRUNCATE);

            assertThat(decoding.decode("ABC\2deABC\0")).containsExactly(OVERSIZE, "AB", OVERSIZE, "AB");
        }

        @Test
        void areReportedOnceTheLengthIsRead() {
            assertThat(length(f -> f.bytes(1)).limit(2, OversizePolicy.CLOSE).decode("\2ab\3", "cde", "\1f"))
                    .containsExactly("ab", OVERSIZE);
        }

        @Test
        void skipsNothingOfTheNextMessage() {
            assertThat(length(f -> f.bytes(1)).limit(2, OversizePolicy.DISCARD).decode("\3abc\1d", "\3", "abc", "\1e"))
                    .containsExactly(OVERSIZE, "d", OVERSIZE, "e");
        }
    }

    @Nested
    class AtTheEnd {
        @ParameterizedTest
        @ValueSource(strings = {"\0", "\0\3", "\0\3a", "\0\3ab"})
        void neverGivesAMessageOfWhichBytesAreMissing(String unfinished) {
            assertThat(length(f -> f.bytes(2)).decode("\0\1x" + unfinished)).containsExactly("x", Decoding.PARTIAL);
        }

        @Test
        void tellsOfNoneBetweenMessages() {
            assertThat(length(f -> f.bytes(2)).decode("\0\1x")).containsExactly("x");
        }

        @Test
        void tellsOfNoneWhileALongMessageIsSkipped() {
            assertThat(length(f -> f.bytes(1)).limit(2, OversizePolicy.DISCARD).decode("\5abc"))
                    .containsExactly(OVERSIZE);
        }

        @Test
        void tellsOfOneBeforeALongMessageWasCut() {
            assertThat(length(f -> f.bytes(1)).limit(2, OversizePolicy.TRUNCATE).decode("\5a"))
                    .containsExactly(OVERSIZE, Decoding.PARTIAL);
            assertThat(length(f -> f.bytes(1)).limit(2, OversizePolicy.TRUNCATE).decode("\5abc"))
                    .containsExactly(OVERSIZE, "ab");
        }
    }

    @Nested
    class Impossible {
        @Test
        void isALengthThatIsLessThanTheHeaderThatItIncludes() {
            assertThat(length(f -> f.bytes(2).includesHeader(true)).decode("\0\2\0\1abc", "def"))
                    .containsExactly("", MALFORMED + "a length is 1 (expected: 2 to 65535)");
        }

        @Test
        void isALengthOfMoreThanSixtyThreeBits() {
            String expected = MALFORMED + "a length is 18446744073709551615 (expected: 0 to 9223372036854775807)";

            assertThat(length(f -> f.bytes(8)).decode("\u00ff".repeat(8) + "abc"))
                    .containsExactly(expected);
            assertThat(length(f -> f.bytes(8)).decode("\u00ff".repeat(8).split("")))
                    .containsExactly(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, bytes: 0 (expected: 1; 2; 3; 4 or 8)",
        "5, 0, bytes: 5 (expected: 1; 2; 3; 4 or 8)",
        "9, 0, bytes: 9 (expected: 1; 2; 3; 4 or 8)",
        "4, -1, offset: -1 (expected: 0 to 255)",
        "4, 256, offset: 256 (expected: 0 to 255)"
    })
    void saysWhatIsWrong(int bytes, int offset, String message) {
        LengthField.Builder builder = LengthField.builder().bytes(bytes).offset(offset);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replace(';', ','));
    }

    private static String fromHex(String hex) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < hex.length(); i += 2) {
            text.append((char) Integer.parseInt(hex.substring(i, i + 2), 16));
        }
        return text.toString();
    }
}
