package io.wishbone.testkit.codec;

import io.netty.channel.ChannelFuture;
import io.wishbone.event.Event;
import io.wishbone.netty.codec.Codec;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * The tests that all codecs of byte streams have in common, for a test class to implement: however the stream is split,
 * the same messages come of it, what is kept is bounded and released, and channels know nothing of each other.
 *
 * <pre>{@code
 * class ModbusTest implements CodecContract {
 *     public Codec newCodec() {
 *         return new ModbusCodec();
 *     }
 *
 *     public List<CodecSample> samples() {
 *         return List.of(CodecSample.of(Map.of("unit", 1), new byte[] {1, 0, 0}));
 *     }
 *
 *     public int maxFrameBytes() {
 *         return 260;
 *     }
 *
 *     public byte[] tooLong() {
 *         return new byte[] {1, (byte) 0xff, (byte) 0xff};
 *     }
 * }
 * }</pre>
 *
 * <p>Buffers of a channel's allocator are counted to the byte. Those that handlers get elsewhere, as from
 * {@code Unpooled}, only Netty's own leak detector sees; run tests with
 * {@code -Dio.netty.leakDetection.level=paranoid}.
 */
public interface CodecContract {
    /** The codec, as it is used. */
    Codec newCodec();

    /** Messages that it reads, writes or both; at least one, better two of different length. */
    List<CodecSample> samples();

    /** The longest message that it takes, with all that frames it, in bytes on the wire. */
    int maxFrameBytes();

    /**
     * How a message begins that is longer than that. Whatever bytes follow, none may be kept without bound; they are
     * {@link #filler}.
     */
    byte[] tooLong();

    /** What follows {@link #tooLong}, again and again. Default: {@code x}. */
    default byte filler() {
        return 'x';
    }

    /**
     * Whether it skips what is too long without a sign, so that nobody can tell that it did not keep it. Default: no,
     * it throws or closes the channel.
     */
    default boolean skipsWhatIsTooLong() {
        return false;
    }

    /** Bytes of which no message comes. Default: none; random bytes are tried in any case. */
    default List<byte[]> garbage() {
        return List.of();
    }

    /** Whether it reads. Default: yes. */
    default boolean decodes() {
        return true;
    }

    /** Whether it writes. Default: yes. */
    default boolean encodes() {
        return true;
    }

    /** How long it may work on garbage before it counts as hanging. Default: 20 s. */
    default Duration patience() {
        return Duration.ofSeconds(20);
    }

    /** However the stream is cut in two, the same messages come of it. */
    @Test
    default void readsAStreamThatIsCutAnywhere() {
        byte[] stream = stream();
        for (int cut : decodes() ? Streams.cuts(stream.length) : new int[0]) {
            try (CodecChannel channel = new CodecChannel(newCodec(), true)) {
                channel.receive(CodecChannel.Memory.HEAP, stream, 0, cut);
                channel.receive(CodecChannel.Memory.HEAP, stream, cut, stream.length);
                Streams.expectMessages(channel, samples(), "cut after " + cut + " of " + stream.length + " bytes");
            }
        }
    }

    /** A stream that comes byte by byte, in buffers of any kind, gives the same messages. */
    @Test
    default void readsAStreamThatComesByteByByte() {
        byte[] stream = stream();
        for (CodecChannel.Memory kind : decodes() ? CodecChannel.Memory.values() : new CodecChannel.Memory[0]) {
            try (CodecChannel channel = new CodecChannel(newCodec(), true)) {
                for (int i = 0; i < stream.length; i++) {
                    channel.receive(kind, stream, i, i + 1);
                }
                Streams.expectMessages(channel, samples(), "byte by byte in buffers of kind " + kind);
            }
            try (CodecChannel channel = new CodecChannel(newCodec(), true)) {
                channel.receive(kind, stream, 0, stream.length);
                Streams.expectMessages(channel, samples(), "at once in a buffer of kind " + kind);
            }
        }
    }

    /** Wherever in the stream the channel is closed, everything is released. */
    @Test
    default void releasesEverythingWheneverItIsClosed() {
        byte[] stream = stream();
        for (int cut : decodes() ? Streams.cuts(stream.length) : new int[0]) {
            CodecChannel channel = new CodecChannel(newCodec(), true);
            channel.receive(CodecChannel.Memory.HEAP, stream, 0, cut / 2);
            channel.receive(CodecChannel.Memory.HEAP, stream, cut / 2, cut);
            channel.close();
            Streams.expectReleased(channel, "closed after " + cut + " of " + stream.length + " bytes");
        }
    }

    /** Two channels whose bytes come by turns do not know of each other. */
    @Test
    default void keepsChannelsApart() {
        if (!decodes()) {
            return;
        }
        byte[] stream = stream();
        int lag = Math.max(1, wireOf(samples().get(0)).length / 2);
        Codec codec = newCodec();
        try (CodecChannel first = new CodecChannel(codec, true);
                CodecChannel second = new CodecChannel(codec, true)) {
            for (int i = 0; i < stream.length + lag; i++) {
                if (i < stream.length) {
                    first.receive(stream[i]);
                }
                if (i >= lag) {
                    second.receive(stream[i - lag]);
                }
            }
            Streams.expectMessages(first, samples(), "on the first of two channels");
            Streams.expectMessages(second, samples(), "on the second of two channels");
        }
    }

    /** Reads that are asked for while messages are handled, as inputs do, bring the stream in to its end. */
    @Test
    default void readsOnDemand() {
        if (!decodes()) {
            return;
        }
        byte[] stream = stream();
        for (int pieceBytes : new int[] {1, 7, stream.length}) {
            try (CodecChannel channel = new CodecChannel(newCodec(), true)) {
                channel.receiveOnDemand(stream, pieceBytes);
                Streams.expectMessages(channel, samples(), "on demand, " + pieceBytes + " bytes for each read");
            }
        }
    }

    /** A message that is too long is refused, and kept no longer than to see that. */
    @Test
    default void refusesWhatIsTooLong() {
        for (CodecSample sample : samples()) {
            int length = wireOf(sample).length;
            Streams.expect(
                    length <= maxFrameBytes(),
                    "a sample has " + length + " bytes (expected: maxFrameBytes, " + maxFrameBytes() + ", or less)");
        }
        if (decodes()) {
            CodecChannel channel = new CodecChannel(newCodec(), true);
            channel.receive(tooLong());
            Streams.flood(channel, filler(), maxFrameBytes());
            boolean isRefused = !channel.isOpen() || !channel.errors().isEmpty();
            Streams.expect(
                    isRefused || skipsWhatIsTooLong(),
                    "it takes a message that is too long without an end (expected: an exception, or that the channel is"
                            + " closed)");
            Streams.expect(
                    channel.events().isEmpty(),
                    "of what is too long came " + channel.events() + " (expected: nothing)");
            channel.close();
            Streams.expectReleased(channel, "after a message that is too long");
        }
    }

    /** Whatever the bytes are, it comes to an end with them, keeps a bounded part of them, and releases that. */
    @Test
    default void bearsGarbage() {
        if (!decodes()) {
            return;
        }
        for (byte[] bytes : garbage()) {
            List<Event> events = Assertions.assertTimeoutPreemptively(
                    patience(), () -> Streams.bear(newCodec(), maxFrameBytes(), bytes), "it hangs at garbage");
            Streams.expect(events.isEmpty(), "of " + Streams.shown(bytes) + " came " + events + " (expected: nothing)");
        }
        Assertions.assertTimeoutPreemptively(patience(), this::bearsRandomBytes, "it hangs at random bytes");
    }

    private void bearsRandomBytes() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] stream = stream();
        for (int i = 0; i < 300; i++) {
            Streams.bear(newCodec(), maxFrameBytes(), Streams.random(random));
            Streams.bear(newCodec(), maxFrameBytes(), Streams.changed(stream, random));
        }
    }

    /** What it writes is what its samples say, and it reads that back. */
    @Test
    default void readsBackWhatItWrites() {
        for (CodecSample sample : encodes() ? samples() : List.<CodecSample>of()) {
            byte[] written = encode(sample);
            byte[] expected = sample.wire().orElse(written);
            Streams.expect(
                    Arrays.equals(written, expected),
                    "for " + sample.message() + " it writes " + Streams.shown(written) + " (expected: "
                            + Streams.shown(expected) + ")");
            if (decodes()) {
                try (CodecChannel channel = new CodecChannel(newCodec(), true)) {
                    channel.receive(written);
                    Streams.expectMessages(channel, List.of(sample), "read back");
                }
            }
        }
    }

    /** What it cannot write it refuses by an exception, before a byte is written; the channel lives on. */
    @Test
    default void refusesWhatItCannotWrite() {
        if (!encodes()) {
            return;
        }
        Codec codec = newCodec();
        CodecChannel channel = new CodecChannel(codec, false);
        for (Object data : ODD_DATA) {
            int before = channel.sent().length;
            ChannelFuture sent = channel.send(codec.takesEvents() ? Event.of(data) : data);
            Streams.expect(sent.isDone(), "what became of " + data + " is not told (expected: its promise is done)");
            int bytes = channel.sent().length - before;
            Streams.expect(
                    sent.isSuccess() || bytes == 0,
                    "it refused " + data + " after it had written " + bytes + " bytes of it (expected: none)");
            Streams.expect(
                    channel.isOpen(), "the channel is closed after " + data + " (expected: only a failed promise)");
        }
        int before = channel.sent().length;
        for (CodecSample sample : samples()) {
            channel.send(toWrite(codec, sample));
        }
        byte[] after = Arrays.copyOfRange(channel.sent(), before, channel.sent().length);
        Streams.expect(
                Arrays.equals(after, stream()),
                "after refusals it writes " + Streams.shown(after) + " (expected: " + Streams.shown(stream()) + ")");
        channel.close();
        Streams.expectReleased(channel, "after refusals");
    }

    /** What is not its own it passes on: other events of the channel, exceptions, the end. */
    @Test
    default void passesOnWhatIsNotItsOwn() {
        Object userEvent = "an event of nobody's";
        Throwable error = new IllegalStateException("an error of nobody's");
        CodecChannel channel = new CodecChannel(newCodec(), decodes());
        channel.fireEvents(userEvent, error);
        channel.close();
        for (Object event : List.of(userEvent, "channelWritabilityChanged", "channelReadComplete", "channelInactive")) {
            Streams.expect(
                    channel.seen().contains(event), "it keeps \"" + event + "\" to itself (expected: passed on)");
        }
        Streams.expect(channel.errors().contains(error), "it keeps exceptions to itself (expected: passed on)");
    }

    /** Data of kinds that few codecs take. */
    List<Object> ODD_DATA = List.of(
            "\0\uD800",
            new byte[] {(byte) 0xff, (byte) 0xc3},
            Map.of(),
            Map.of("key", List.of(1, Map.of())),
            List.of(),
            Long.MIN_VALUE,
            Double.NaN,
            true,
            Duration.ZERO);

    private static Object toWrite(Codec codec, CodecSample sample) {
        return codec.takesEvents() && !(sample.message() instanceof Event)
                ? Event.of(sample.message())
                : sample.message();
    }

    private byte[] stream() {
        return stream(samples());
    }

    private byte[] stream(List<CodecSample> samples) {
        Streams.expect(!samples.isEmpty(), "there are no samples (expected: one or more)");
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        samples.forEach(sample -> stream.writeBytes(wireOf(sample)));
        return stream.toByteArray();
    }

    private byte[] wireOf(CodecSample sample) {
        return sample.wire().orElseGet(() -> encode(sample));
    }

    private byte[] encode(CodecSample sample) {
        Codec codec = newCodec();
        CodecChannel channel = new CodecChannel(codec, false);
        ChannelFuture sent = channel.send(toWrite(codec, sample));
        Streams.expect(
                sent.isSuccess(),
                "it does not write " + sample.message() + ": "
                        + (sent.isDone() ? Objects.toString(sent.cause()) : "its promise is not done"));
        byte[] written = channel.sent();
        channel.close();
        Streams.expectReleased(channel, "after writing " + sample.message());
        return written;
    }
}
