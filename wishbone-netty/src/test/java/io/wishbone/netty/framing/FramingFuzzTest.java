package io.wishbone.netty.framing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Whatever comes, and however it is split, a decoder gives the same messages as for the whole, keeps a bounded amount
 * of memory and never throws. The first bytes of an input say how it is decoded, see {@link Case}; the rest is the
 * stream.
 */
class FramingFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void cutsLines(byte[] input) {
        Case.of(input).check(Framing.lines());
    }

    @FuzzTest(maxDuration = "1m")
    void cutsAtTheNullByte(byte[] input) {
        Case.of(input).check(Framing.nullEnded());
    }

    @FuzzTest(maxDuration = "1m")
    void cutsAtADelimiterThatOverlapsItself(byte[] input) {
        Case.of(input).check(Framing.delimiter((byte) 'a', (byte) 'b', (byte) 'a', (byte) 'b'));
    }

    @FuzzTest(maxDuration = "1m")
    void cutsByALengthField(byte[] input) {
        Case decoded = Case.of(input);
        int options = decoded.framing;
        LengthField.Builder field = LengthField.builder()
                .bytes(new int[] {1, 2, 3, 4, 8}[(options & 7) % 5])
                .endian((options & 8) == 0 ? LengthField.Endian.BIG : LengthField.Endian.LITTLE)
                .includesHeader((options & 16) != 0)
                .keepsPrefix((options & 32) != 0)
                .offset(options >> 6);
        decoded.check(Framing.length(field.build()));
    }

    @FuzzTest(maxDuration = "1m")
    void cutsByOctetCounting(byte[] input) {
        Case.of(input).check(Framing.octetCounting());
    }

    @FuzzTest(maxDuration = "1m")
    void cutsByAVarint(byte[] input) {
        Case.of(input).check(Framing.varint());
    }

    @FuzzTest(maxDuration = "1m")
    void givesWhatComesWithoutMarks(byte[] input) {
        Case decoded = Case.of(input);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Frames frames = new Frames(() -> true);
        decoded.split(Framing.none(), frames);
        for (Object seen : frames.seen) {
            if (seen instanceof byte[] frame) {
                all.writeBytes(frame);
            }
        }

        assertThat(all.toByteArray()).isEqualTo(decoded.stream);
    }

    /** How to decode, which the first bytes say, and what, which is the rest. */
    private static final class Case {
        private static final int HEAD = 3;
        private static final int LONGEST_PIECE = 40;

        /** The smallest array that is kept, and the longest delimiter. */
        private static final int SLACK = 256 + 64;

        private final OversizePolicy policy;
        private final boolean emitPartial;
        private final boolean stops;
        private final int maxFrame;
        private final int seed;
        private final int framing;
        private final byte[] stream;

        private Case(byte[] head, byte[] stream) {
            this.policy = List.of(OversizePolicy.values()).get((head[0] & 3) % 3);
            this.emitPartial = (head[0] & 4) != 0;
            this.stops = (head[0] & 8) != 0;
            this.maxFrame = 1 << (head[0] >> 4 & 7);
            this.seed = head[1];
            this.framing = head[2] & 0xff;
            this.stream = stream;
        }

        static Case of(byte[] input) {
            return new Case(
                    Arrays.copyOf(input, HEAD), Arrays.copyOfRange(input, Math.min(HEAD, input.length), input.length));
        }

        void check(Framing how) {
            Frames whole = new Frames(() -> true);
            FrameDecoder decoder = how.decoder(maxFrame, policy, whole);
            decoder.decode(Unpooled.wrappedBuffer(stream));
            whole.partial = decoder.finish(emitPartial);
            decoder.release();

            SplittableRandom random = new SplittableRandom(seed);
            Frames split = new Frames(() -> !stops || random.nextBoolean());
            split(how, split);

            assertThat(split.shown()).isEqualTo(whole.shown());
            int longest = how.toString().contains("keep") ? maxFrame + 16 : maxFrame;
            assertThat(split.longest).isLessThanOrEqualTo(longest);
        }

        void split(Framing how, Frames sink) {
            SplittableRandom random = new SplittableRandom(~seed);
            FrameDecoder decoder = how.decoder(maxFrame, policy, sink);
            List<ByteBuf> pieces = new ArrayList<>();
            for (int from = 0; from < stream.length; ) {
                int to = Math.min(stream.length, from + 1 + random.nextInt(LONGEST_PIECE));
                ByteBuf piece = Unpooled.copiedBuffer(stream, from, to - from);
                pieces.add(piece);
                decoder.decode(piece);
                while (decoder.hasUndecoded() && random.nextInt(4) != 0) {
                    decoder.resume();
                }
                long waiting = pieces.stream()
                        .filter(waits -> waits.refCnt() > 0)
                        .mapToLong(ByteBuf::capacity)
                        .sum();
                assertThat(decoder.bufferedBytes() - waiting).isLessThanOrEqualTo(maxFrame + SLACK);
                from = to;
            }
            while (decoder.hasUndecoded()) {
                decoder.resume();
            }
            sink.partial = decoder.finish(emitPartial);
            decoder.release();
            assertThat(decoder.bufferedBytes()).isZero();
            assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
        }
    }

    /** What a decoder gave. */
    private static final class Frames implements FrameSink {
        final List<Object> seen = new ArrayList<>();
        private final BooleanSupplier goOn;
        int longest;
        boolean partial;

        Frames(BooleanSupplier goOn) {
            this.goOn = goOn;
        }

        @Override
        public boolean frame(byte[] frame) {
            seen.add(frame);
            longest = Math.max(longest, frame.length);
            return goOn.getAsBoolean();
        }

        @Override
        public boolean oversize() {
            seen.add("oversize");
            return true;
        }

        @Override
        public void malformed(String what) {
            seen.add("malformed: " + what);
        }

        List<String> shown() {
            List<String> shown = new ArrayList<>();
            seen.forEach(one -> shown.add(one instanceof byte[] frame ? Arrays.toString(frame) : one.toString()));
            shown.add("partial: " + partial);
            return shown;
        }
    }
}
