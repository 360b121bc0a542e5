package io.wishbone.netty.framing;

import io.wishbone.module.ArgumentType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a byte stream is cut into messages, and how messages are written so that they can be told apart.
 * <em>Immutable.</em>
 */
public final class Framing {
    /** How many bytes a delimiter may have. */
    static final int LONGEST_DELIMITER = 64;

    private static final Framing LINES = new Framing(Plain.LINES);
    private static final Framing NULL_ENDED = delimiter((byte) 0);
    private static final Framing OCTET_COUNTING = new Framing(Plain.OCTET_COUNTING);
    private static final Framing VARINT = new Framing(Plain.VARINT);
    private static final Framing NONE = new Framing(Plain.NONE);

    private final Kind kind;

    private Framing(Kind kind) {
        this.kind = kind;
    }

    /** Lines that end in LF or CRLF, and are written with LF. */
    public static Framing lines() {
        return LINES;
    }

    /**
     * Messages that each end in the same bytes.
     *
     * @param bytes 1 to 64 bytes
     */
    public static Framing delimiter(byte... bytes) {
        if (bytes.length < 1 || bytes.length > LONGEST_DELIMITER) {
            throw new IllegalArgumentException(
                    "delimiter: " + bytes.length + " bytes (expected: 1 to " + LONGEST_DELIMITER + ")");
        }
        return new Framing(new Delimited(new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    /** Messages that each end in a byte 0. */
    public static Framing nullEnded() {
        return NULL_ENDED;
    }

    /** Messages with their length before them as a binary number. */
    public static Framing length(LengthField field) {
        return new Framing(new Counted(Objects.requireNonNull(field, "field")));
    }

    /**
     * Messages with their length before them in decimal digits and a space, as RFC 6587 says. A message that is read
     * and does not begin with a digit from 1 to 9 is a line.
     */
    public static Framing octetCounting() {
        return OCTET_COUNTING;
    }

    /** Messages with their length before them as Protocol Buffers write it, in 1 to 5 bytes. */
    public static Framing varint() {
        return VARINT;
    }

    /**
     * No marks at all: what one read of the socket brings is a message, cut where it is longer than the limit. How a
     * stream is cut is up to the network and changes from run to run.
     */
    public static Framing none() {
        return NONE;
    }

    /** The type of the argument {@code framing}: a name, or a map such as {@code {type: length, bytes: 4}}. */
    public static ArgumentType<Framing> argumentType() {
        return FramingReader.TYPE;
    }

    /**
     * Makes a decoder of one stream.
     *
     * @param maxFrameBytes the longest message, what frames it not counted, 1 to 2^30
     * @param onOversize what becomes of a longer one
     * @param sink what takes the messages
     */
    public FrameDecoder decoder(int maxFrameBytes, OversizePolicy onOversize, FrameSink sink) {
        return new FrameDecoder(new PartialFrame(maxFrameBytes, onOversize, sink), kind::cutter);
    }

    /**
     * Makes an encoder.
     *
     * @param onDelimiter what becomes of a message that has the delimiter in it; of no effect where there is none
     * @throws IllegalArgumentException if it says to escape a delimiter that escapes may have in them
     */
    public FrameEncoder encoder(DelimiterPolicy onDelimiter) {
        return kind.encoder(onDelimiter);
    }

    /** Whether messages are told apart by bytes that could be in them as well. */
    public boolean hasDelimiter() {
        return kind instanceof Delimited || kind == Plain.LINES;
    }

    /** Whether a stream begins with the first message, or with digits: it does not begin with a binary number. */
    public boolean beginsWithText() {
        return kind instanceof Delimited || kind == Plain.LINES || kind == Plain.OCTET_COUNTING;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Framing framing && framing.kind.equals(kind);
    }

    @Override
    public int hashCode() {
        return kind.hashCode();
    }

    /** Its name as a bootstrap file has it, and what further is known of it. */
    @Override
    public String toString() {
        return kind.toString();
    }

    /** One way of framing. */
    private sealed interface Kind {
        FrameCutter cutter(PartialFrame frame);

        FrameEncoder encoder(DelimiterPolicy onDelimiter);
    }

    private enum Plain implements Kind {
        LINES,
        OCTET_COUNTING,
        VARINT,
        NONE;

        @Override
        public FrameCutter cutter(PartialFrame frame) {
            return switch (this) {
                case LINES -> new LineCutter(frame);
                case OCTET_COUNTING -> new SyslogCutter(frame);
                case VARINT -> new VarintCutter(frame);
                case NONE -> new PieceCutter(frame);
            };
        }

        @Override
        public FrameEncoder encoder(DelimiterPolicy onDelimiter) {
            return switch (this) {
                case LINES -> DelimiterEncoder.lines(onDelimiter);
                case OCTET_COUNTING -> new OctetCountEncoder();
                case VARINT -> new VarintEncoder();
                case NONE -> new PlainEncoder();
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Ended by a delimiter, whose bytes are the characters of a text. */
    private record Delimited(String latin1) implements Kind {
        private byte[] bytes() {
            return latin1.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public FrameCutter cutter(PartialFrame frame) {
            return latin1.length() == 1
                    ? new ByteCutter(frame, (byte) latin1.charAt(0))
                    : new DelimiterCutter(frame, bytes());
        }

        @Override
        public FrameEncoder encoder(DelimiterPolicy onDelimiter) {
            return DelimiterEncoder.of(bytes(), onDelimiter);
        }

        @Override
        public String toString() {
            return latin1.equals("\0") ? "null" : "delimiter (" + latin1.length() + " bytes)";
        }
    }

    private record Counted(LengthField field) implements Kind {
        @Override
        public FrameCutter cutter(PartialFrame frame) {
            return new LengthCutter(frame, field);
        }

        @Override
        public FrameEncoder encoder(DelimiterPolicy onDelimiter) {
            return new LengthEncoder(field);
        }

        @Override
        public String toString() {
            return "length (" + field + ")";
        }
    }
}
