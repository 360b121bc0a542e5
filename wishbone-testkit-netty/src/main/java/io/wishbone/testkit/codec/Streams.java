package io.wishbone.testkit.codec;

import io.wishbone.event.Event;
import io.wishbone.netty.codec.Codec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What the contract of codecs does with streams, and what it expects of channels. */
final class Streams {
    private static final int MOST_CUTS = 2048;
    private static final int LONGEST_GARBAGE = 200;
    private static final int PIECE_BYTES = 4096;
    private static final int SLACK_BYTES = 64 << 10;

    private Streams() {}

    /** Where a stream is cut: everywhere, or at some places if it is long. */
    static int[] cuts(int length) {
        int step = 1 + length / MOST_CUTS;
        return IntStream.rangeClosed(0, length).filter(cut -> cut % step == 0).toArray();
    }

    static void expect(boolean holds, String problem) {
        if (!holds) {
            throw new AssertionError("codec: " + problem);
        }
    }

    /** That just these messages came, and nothing is held of them. */
    static void expectMessages(CodecChannel channel, List<CodecSample> samples, String how) {
        String place = " from a stream that came " + how;
        expect(channel.errors().isEmpty(), "it threw " + channel.errors() + place);
        expect(channel.refused().isEmpty(), channel.refused() + place);
        List<Event> events = channel.events();
        expect(
                events.size() == samples.size(),
                events.size() + " messages came" + place + ": " + events + " (expected: " + samples.size() + ")");
        for (int i = 0; i < events.size(); i++) {
            Object expected = samples.get(i).message();
            expect(
                    isSame(events.get(i), expected),
                    "message " + (i + 1) + " is " + events.get(i) + place + " (expected: " + expected + ")");
        }
        channel.close();
        expectReleased(channel, how);
    }

    private static boolean isSame(Event event, Object expected) {
        if (expected instanceof Event whole) {
            return event.toJson().equals(whole.toJson());
        }
        return Objects.deepEquals(event.data(), expected)
                || Event.of(event.data()).toJson().equals(Event.of(expected).toJson());
    }

    /** That a closed channel holds nothing. */
    static void expectReleased(CodecChannel channel, String when) {
        expect(
                channel.heldPieces() == 0 && channel.heldBytes() == 0,
                "it holds " + channel.heldBytes() + " bytes of memory, " + channel.heldPieces()
                        + " of the buffers that it got, " + when
                        + " (expected: all released once the channel is closed)");
    }

    private static void expectBounded(CodecChannel channel, int maxFrameBytes) {
        long most = 4L * maxFrameBytes + SLACK_BYTES;
        expect(
                channel.heldBytes() <= most,
                "it holds " + channel.heldBytes() + " bytes (expected: " + most
                        + " or less, four times the longest message and 64 KiB)");
    }

    /** Sends what has no end, for as long as the channel takes it and until it must have shown that it keeps it. */
    static void flood(CodecChannel channel, byte filler, int maxFrameBytes) {
        byte[] piece = new byte[PIECE_BYTES];
        Arrays.fill(piece, filler);
        long total = 8L * maxFrameBytes + (1 << 20);
        for (long sent = 0; sent < total && channel.isOpen(); sent += piece.length) {
            channel.receive(piece);
            expectBounded(channel, maxFrameBytes);
        }
    }

    /** Sends bytes that nobody meant; gives what came of them. */
    static List<Event> bear(Codec codec, int maxFrameBytes, byte... bytes) {
        CodecChannel channel = new CodecChannel(codec, true);
        int cut = bytes.length / 2;
        channel.receive(CodecChannel.Memory.HEAP, bytes, 0, cut);
        expectBounded(channel, maxFrameBytes);
        channel.receive(CodecChannel.Memory.HEAP, bytes, cut, bytes.length);
        expectBounded(channel, maxFrameBytes);
        channel.close();
        channel.errors().forEach(thrown -> expectNoError(thrown, bytes));
        expect(channel.refused().isEmpty(), channel.refused() + " for " + shown(bytes));
        expectReleased(channel, "after " + shown(bytes));
        return channel.events();
    }

    private static void expectNoError(Throwable thrown, byte... bytes) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            expect(
                    !(cause instanceof Error),
                    "it threw " + cause + " for " + shown(bytes) + " (expected: an exception)");
        }
    }

    static byte[] random(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(LONGEST_GARBAGE)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A stream with some of its bytes changed, perhaps cut short. */
    static byte[] changed(byte[] stream, SplittableRandom random) {
        byte[] bytes = Arrays.copyOf(stream, random.nextInt(stream.length + 1));
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    static String shown(byte... bytes) {
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < Math.min(bytes.length, LONGEST_GARBAGE); i++) {
            text.append(Character.forDigit(bytes[i] >> 4 & 0xf, 16)).append(Character.forDigit(bytes[i] & 0xf, 16));
        }
        return bytes.length > LONGEST_GARBAGE ? text + "..." : text.toString();
    }
}
