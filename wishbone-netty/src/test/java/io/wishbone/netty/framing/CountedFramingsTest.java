package io.wishbone.netty.framing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Octet counting, varint, and none. */
class CountedFramingsTest {
    private static final String OVERSIZE = RecordingSink.OVERSIZE;
    private static final String MALFORMED = RecordingSink.MALFORMED;

    @Nested
    class OctetCounting {
        private final Decoding decoding = Decoding.of(Framing.octetCounting());

        @Test
        void takesSoManyBytesAsTheCountSays() {
            assertThat(decoding.decode("5 hello10 two\nlines!1 x")).containsExactly("hello", "two\nlines!", "x");
        }

        @Test
        void takesALineWhereNoDigitBegins() {
            assertThat(decoding.decode("<13>one\n5 hello<14>two\r\n3 abc\n0 no count\nlast"))
                    .containsExactly("<13>one", "hello", "<14>two", "abc", "", "0 no count", "last");
        }

        @Test
        void neverGivesACountedMessageOfWhichBytesAreMissing() {
            assertThat(decoding.decode("5 hell")).containsExactly(Decoding.PARTIAL);
            assertThat(decoding.decode("5")).containsExactly(Decoding.PARTIAL);
            assertThat(decoding.decode("5 ")).containsExactly(Decoding.PARTIAL);
            assertThat(decoding.decode("<1>a")).containsExactly("<1>a");
            assertThat(decoding.withoutPartial().decode("<1>a")).containsExactly(Decoding.PARTIAL);
        }

        @Test
        void goesOnAfterALongMessage() {
            assertThat(decoding.limit(3, OversizePolicy.DISCARD).decode("4 abcd2 okabcdef\n2 ok"))
                    .containsExactly(OVERSIZE, "ok", OVERSIZE, "ok");
            assertThat(decoding.limit(3, OversizePolicy.TRUNCATE).decode("4 abcd2 okabcdef\n2 ok"))
                    .containsExactly(OVERSIZE, "abc", "ok", OVERSIZE, "abc", "ok");
        }

        @Test
        void skipsALongMessageWithoutKeepingIt() {
            assertThat(decoding.decode("9999999999 abc")).containsExactly(OVERSIZE);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "12a bc|12|\"a\"",
                    "1-2 bc|1|\"-\"",
                    "12345678901 bc|1234567890|\"1\"",
                    "2024-01-01 text|2024|\"-\"",
                    "'7\n'|7|byte 0x0a",
                    "'7\u00ff'|7|byte 0xff"
                })
        void refusesACountThatIsNone(String stream, String count, String next) {
            assertThat(decoding.decode("1 x" + stream, "1 y"))
                    .containsExactly(
                            "x",
                            MALFORMED + "an octet count begins with " + count + " and goes on with " + next
                                    + " (expected: at most 10 digits, then a space)");
        }
    }

    @Nested
    class Varint {
        private final Decoding decoding = Decoding.of(Framing.varint());

        @Test
        void takesSoManyBytesAsItSays() {
            String longer = "x".repeat(300);

            assertThat(decoding.decode("\1a\0\2bc\u00ac\2" + longer)).containsExactly("a", "", "bc", longer);
            assertThat(decoding.decode("\u00ac", "\2" + longer)).containsExactly(longer);
        }

        @Test
        void takesMoreBytesThanTheLengthNeeds() {
            assertThat(decoding.decode("\u0081\u0080\u0080\u0080\0a")).containsExactly("a");
        }

        @Test
        void takesTheHighestLength() {
            assertThat(decoding.decode("\u00ff\u00ff\u00ff\u00ff\7abc")).containsExactly(OVERSIZE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\1",
                    "\u00ff\u00ff\u00ff\u00ff\u000f",
                    "\u00ff\u00ff\u00ff\u00ff\u0010",
                    "\u0080\u0080\u0080\u0080\u0080\0"
                })
        void refusesMoreThanThirtyOneBits(String stream) {
            assertThat(decoding.decode(stream, "\1a"))
                    .singleElement()
                    .asString()
                    .startsWith(MALFORMED + "a varint begins with ")
                    .endsWith(" hex and is longer than 31 bits (expected: 0 to 2^31 - 1 in at most 5 bytes)");
        }

        @Test
        void neverGivesAMessageOfWhichBytesAreMissing() {
            assertThat(decoding.decode("\u00ac")).containsExactly(Decoding.PARTIAL);
            assertThat(decoding.decode("\2a")).containsExactly(Decoding.PARTIAL);
        }
    }

    @Nested
    class None {
        @Test
        void givesEachPieceAsItCame() {
            assertThat(Decoding.of(Framing.none()).decode("one\ntwo", "three", "\0"))
                    .containsExactly("one\ntwo", "three", "\0");
        }

        @ParameterizedTest
        @ValueSource(strings = {"DISCARD", "TRUNCATE", "CLOSE"})
        void cutsALongPieceSoThatNothingIsLost(OversizePolicy policy) {
            assertThat(Decoding.of(Framing.none()).limit(3, policy).decode("abcdefgh", "i"))
                    .containsExactly("abc", "def", "gh", "i");
        }
    }
}
