package io.wishbone.netty.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wishbone.actor.EventRefusedException;
import io.wishbone.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameEncoderTest {
    private static final DelimiterPolicy KEEP = DelimiterPolicy.KEEP;
    private static final DelimiterPolicy ESCAPE = DelimiterPolicy.ESCAPE;
    private static final DelimiterPolicy REJECT = DelimiterPolicy.REJECT;

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Framing delimiter(String text) {
        return Framing.delimiter(latin1(text));
    }

    private static Framing length(LengthField.Builder field) {
        return Framing.length(field.build());
    }

    /** The bytes of events whose data is bytes, given and told as text of one character for each. */
    private static String encode(Framing framing, DelimiterPolicy policy, String... data) {
        FrameEncoder encoder = framing.encoder(policy);
        ByteBuf out = Unpooled.buffer();
        for (String bytes : data) {
            encoder.encode(Event.of(latin1(bytes)), out);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Nested
    class Bytes {
        @Test
        void areFollowedByTheDelimiter() {
            assertThat(encode(Framing.lines(), KEEP, "one", "", "two")).isEqualTo("one\n\ntwo\n");
            assertThat(encode(Framing.nullEnded(), KEEP, "one", "")).isEqualTo("one\0\0");
            assertThat(encode(delimiter("||"), KEEP, "one", "")).isEqualTo("one||||");
        }

        @Test
        void comeAfterTheirLength() {
            assertThat(encode(length(LengthField.builder()), KEEP, "one", "")).isEqualTo("\0\0\0\3one\0\0\0\0");
            assertThat(encode(length(LengthField.builder().bytes(2).endian(LengthField.Endian.LITTLE)), KEEP, "one"))
                    .isEqualTo("\3\0one");
            assertThat(encode(length(LengthField.builder().bytes(1).includesHeader(true)), KEEP, "one"))
                    .isEqualTo("\4one");
            assertThat(encode(length(LengthField.builder().bytes(1).offset(2)), KEEP, "one"))
                    .isEqualTo("\0\0\3one");
            assertThat(encode(length(LengthField.builder().bytes(3).offset(2).keepsPrefix(true)), KEEP, "one", "AB"))
                    .isEqualTo("on\0\0\1eAB\0\0\0");
        }

        @Test
        void comeAfterTheirOctetCount() {
            String longer = "x".repeat(1024);

            assertThat(encode(Framing.octetCounting(), KEEP, "one", "two\nlines!", longer))
                    .isEqualTo("3 one10 two\nlines!1024 " + longer);
        }

        @Test
        void comeAfterTheirVarint() {
            String longer = "x".repeat(300);

            assertThat(encode(Framing.varint(), KEEP, "one", "", longer)).isEqualTo("\3one\0\u00ac\2" + longer);
        }

        @Test
        void standAloneWithoutFraming() {
            assertThat(encode(Framing.none(), KEEP, "one", "", "two")).isEqualTo("onetwo");
        }
    }

    /** All widths in both orders, with a length of which every byte counts. */
    static Stream<LengthField> fields() {
        return Stream.of(1, 2, 3, 4, 8)
                .flatMap(bytes -> Stream.of(LengthField.Endian.values())
                        .map(endian -> LengthField.builder()
                                .bytes(bytes)
                                .endian(endian)
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void writesEveryByteOfALengthWhereItsDecoderReadsIt(LengthField field) {
        long value = 0x0102030405060708L & field.most();
        ByteBuf out = Unpooled.buffer().writeZero(10);
        field.set(out, 1, value);
        long told = 0;
        for (int i = 0; i < field.bytes(); i++) {
            told = field.with(told, i, out.getUnsignedByte(1 + i));
        }

        assertThat(field.get(out, 1)).isEqualTo(value);
        assertThat(told).isEqualTo(value);
        assertThat(out.getByte(0)).isZero();
        assertThat(out.getByte(1 + field.bytes())).isZero();
        assertThat(out.getByte(1)).isEqualTo((byte) (field.endian() == LengthField.Endian.BIG ? 9 - field.bytes() : 8));
    }

    static Stream<Framing> framings() {
        return Stream.of(
                Framing.lines(),
                Framing.nullEnded(),
                delimiter("<END>"),
                length(LengthField.builder()),
                length(LengthField.builder().bytes(8).offset(3).includesHeader(true)),
                length(LengthField.builder().bytes(2).offset(2).keepsPrefix(true)),
                Framing.octetCounting(),
                Framing.varint());
    }

    @ParameterizedTest
    @MethodSource("framings")
    void writesTextAsUtf8(Framing framing) {
        String text = "gr\u00fcn \ud83d\ude00 \ud83d";
        ByteBuf out = Unpooled.buffer();
        framing.encoder(KEEP).encode(Event.of(text), out);
        RecordingSink sink = new RecordingSink();
        framing.decoder(1024, OversizePolicy.DISCARD, sink).decode(out);

        assertThat(sink.seen)
                .containsExactly(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    @Nested
    class Refused {
        @Test
        void isMoreThanTheLengthCanTell() {
            Framing one = length(LengthField.builder().bytes(1));
            Framing inclusive = length(LengthField.builder().bytes(1).includesHeader(true));

            assertThat(encode(one, KEEP, "x".repeat(255))).hasSize(256);
            assertThatThrownBy(() -> encode(one, KEEP, "x".repeat(256)))
                    .isInstanceOf(EventRefusedException.class)
                    .hasMessage(
                            "the event's length is 256 (expected: at most 255, which a length of 1 bytes can tell)");
            assertThatThrownBy(() -> encode(inclusive, KEEP, "x".repeat(255)))
                    .isInstanceOf(EventRefusedException.class)
                    .hasMessageContaining("length is 256");
        }

        @Test
        void isLessThanThePrefix() {
            Framing framing = length(LengthField.builder().offset(4).keepsPrefix(true));

            assertThatThrownBy(() -> encode(framing, KEEP, "abc"))
                    .isInstanceOf(EventRefusedException.class)
                    .hasMessage("the event has 3 bytes (expected: 4 or more, which stand before the length)");
        }

        @Test
        void isNothingInOctetCounting() {
            assertThatThrownBy(() -> encode(Framing.octetCounting(), KEEP, ""))
                    .isInstanceOf(EventRefusedException.class)
                    .hasMessageContaining("the event is empty");
        }
    }

    @Nested
    class TheDelimiterInAnEvent {
        @Test
        void staysAsItIsByDefault() {
            assertThat(encode(Framing.lines(), KEEP, "a\nb\r", "c")).isEqualTo("a\nb\r\nc\n");
        }

        @Test
        void isWrittenAsAnEscape() {
            assertThat(encode(Framing.lines(), ESCAPE, "a\nb\n", "\n", "a\\b", ""))
                    .isEqualTo("a\\nb\\n\n\\n\na\\b\n\n");
            assertThat(encode(Framing.nullEnded(), ESCAPE, "a\0b")).isEqualTo("a\\x00b\0");
            assertThat(encode(delimiter("||"), ESCAPE, "a||b|c")).isEqualTo("a\\x7c|b|c||");
        }

        @Test
        void isWrittenAsAnEscapeWhereTheEventEndsInItsBeginning() {
            assertThat(encode(delimiter("||"), ESCAPE, "a|", "||")).isEqualTo("a\\x7c||\\x7c\\x7c||");
        }

        @Test
        void isAReturnAtTheEndOfALineToo() {
            assertThat(encode(Framing.lines(), ESCAPE, "a\rb\r", "\r")).isEqualTo("a\rb\\r\n\\r\n");
            assertThatThrownBy(() -> encode(Framing.lines(), REJECT, "a\r")).isInstanceOf(EventRefusedException.class);
        }

        @ParameterizedTest
        @CsvSource({"a||b", "||", "a|"})
        void refusesTheEventIfToldTo(String data) {
            assertThatThrownBy(() -> encode(delimiter("||"), REJECT, data))
                    .isInstanceOf(EventRefusedException.class)
                    .hasMessage("the event has the delimiter in it (expected: none, since on_delimiter is reject)");
            assertThat(encode(delimiter("||"), REJECT, "a|b")).isEqualTo("a|b||");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\\", "|\\|", "xy", "0", "end", "newline", "record"})
        void cannotBeEscapedIfEscapesMayHaveIt(String delimiter) {
            assertThatThrownBy(() -> delimiter(delimiter).encoder(ESCAPE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("onDelimiter: ESCAPE (expected: KEEP or REJECT, since escapes");
            assertThat(encode(delimiter(delimiter), REJECT, "A")).isEqualTo("A" + delimiter);
        }

        @Test
        void isOfNoConcernWhereThereIsNone() {
            assertThat(encode(Framing.octetCounting(), REJECT, "a\nb")).isEqualTo("3 a\nb");
        }
    }

    static Stream<Arguments> roundTrips() {
        return framings()
                .flatMap(framing -> LongStream.rangeClosed(1, 30).mapToObj(seed -> Arguments.of(framing, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("roundTrips")
    void writesWhatItsDecoderReads(Framing framing, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FrameEncoder encoder = framing.encoder(REJECT);
        ByteBuf out = Unpooled.buffer();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] data = new byte[random.nextInt(random.nextInt(10) == 0 ? 2000 : 40)];
            random.nextBytes(data);
            int before = out.writerIndex();
            try {
                encoder.encode(data, out);
                sent.add(new String(data, StandardCharsets.ISO_8859_1));
            } catch (EventRefusedException refused) {
                out.writerIndex(before);
            }
        }
        RecordingSink sink = new RecordingSink();
        FrameDecoder decoder = framing.decoder(2000, OversizePolicy.DISCARD, sink);
        while (out.isReadable()) {
            decoder.decode(out.readBytes(Math.min(out.readableBytes(), 1 + random.nextInt(500))));
        }

        assertThat(sent).hasSizeGreaterThan(100);
        assertThat(sink.seen).isEqualTo(sent);
        assertThat(decoder.finish(true)).isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void makesOneMessageOfEachEventThatItEscapes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Framing framing = random.nextBoolean() ? Framing.lines() : delimiter(text(random, 1 + random.nextInt(4)));
        FrameEncoder encoder = framing.encoder(ESCAPE);
        ByteBuf out = Unpooled.buffer();
        for (int i = 0; i < 50; i++) {
            encoder.encode(latin1(text(random, random.nextInt(20))), out);
        }
        RecordingSink sink = new RecordingSink();
        framing.decoder(1000, OversizePolicy.DISCARD, sink).decode(out);

        assertThat(sink.seen).hasSize(50);
    }

    static Stream<Long> seeds() {
        return LongStream.rangeClosed(1, 200).boxed();
    }

    private static String text(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("|\n\r".charAt(random.nextInt(3)));
        }
        return text.toString();
    }
}
