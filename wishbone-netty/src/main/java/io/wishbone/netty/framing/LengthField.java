package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import java.util.Objects;

/**
 * Where the binary length of a message stands and what it counts. <em>Immutable.</em>
 *
 * @param bytes how long the length itself is: 1, 2, 3, 4 or 8; default 4. It has no sign, but for one of 8 bytes, which
 *     is at most 2^63 - 1
 * @param endian the order of its bytes; default {@link Endian#BIG}
 * @param includesHeader whether it counts itself and what stands before it, too; default false: only what follows
 * @param offset how many bytes stand before it in each message, 0 to 255; default 0
 * @param keepsPrefix whether these bytes are the beginning of the event. If not, which is the default, they are skipped
 *     where messages are read, and 0 where they are written
 */
public record LengthField(int bytes, Endian endian, boolean includesHeader, int offset, boolean keepsPrefix) {
    static final int MOST_OFFSET = 255;

    private static final int WIDEST = 8;

    /** The order of the bytes of a number. */
    public enum Endian {
        /** The highest byte first, as networks have it. */
        BIG,
        /** The lowest byte first. */
        LITTLE
    }

    public LengthField {
        Objects.requireNonNull(endian, "endian");
        if (bytes != WIDEST && (bytes < 1 || bytes > Integer.BYTES)) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: 1, 2, 3, 4 or 8)");
        }
        if (offset < 0 || offset > MOST_OFFSET) {
            throw new IllegalArgumentException("offset: " + offset + " (expected: 0 to " + MOST_OFFSET + ")");
        }
    }

    /** How many bytes come before what the length counts without the header. */
    int headerBytes() {
        return offset + bytes;
    }

    /** The highest length that can be told. */
    long most() {
        return bytes == WIDEST ? Long.MAX_VALUE : (1L << (Byte.SIZE * bytes)) - 1;
    }

    /** Reads a length; negative if it is more than 2^63 - 1. */
    long get(ByteBuf input, int index) {
        boolean isBig = endian == Endian.BIG;
        return switch (bytes) {
            case 1 -> input.getUnsignedByte(index);
            case 2 -> isBig ? input.getUnsignedShort(index) : input.getUnsignedShortLE(index);
            case 3 -> isBig ? input.getUnsignedMedium(index) : input.getUnsignedMediumLE(index);
            case 4 -> isBig ? input.getUnsignedInt(index) : input.getUnsignedIntLE(index);
            default -> isBig ? input.getLong(index) : input.getLongLE(index);
        };
    }

    /** A length of which one more byte came, that of the index, from 0. */
    long with(long before, int index, int next) {
        return endian == Endian.BIG ? (before << Byte.SIZE) | next : before | ((long) next << (Byte.SIZE * index));
    }

    /** Writes a length. */
    void set(ByteBuf out, int index, long value) {
        boolean isBig = endian == Endian.BIG;
        switch (bytes) {
            case 1 -> out.setByte(index, (int) value);
            case 2 -> out.setShort(index, isBig ? (int) value : Short.reverseBytes((short) value));
            case 3 -> {
                out.setByte(index, (int) (isBig ? value >>> 16 : value));
                out.setByte(index + 1, (int) (value >>> 8));
                out.setByte(index + 2, (int) (isBig ? value : value >>> 16));
            }
            case 4 -> out.setInt(index, isBig ? (int) value : Integer.reverseBytes((int) value));
            default -> out.setLong(index, isBig ? value : Long.reverseBytes(value));
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String toString() {
        return bytes + (bytes == 1 ? " byte, " : " bytes, ") + (endian == Endian.BIG ? "big" : "little") + " endian"
                + (includesHeader ? ", includes the header" : "")
                + (offset == 0 ? "" : ", at offset " + offset + (keepsPrefix ? ", prefix kept" : ""));
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private int bytes = Integer.BYTES;
        private Endian endian = Endian.BIG;
        private boolean includesHeader;
        private int offset;
        private boolean keepsPrefix;

        private Builder() {}

        /** See {@link LengthField#bytes}. */
        public Builder bytes(int value) {
            this.bytes = value;
            return this;
        }

        /** See {@link LengthField#endian}. */
        public Builder endian(Endian value) {
            this.endian = value;
            return this;
        }

        /** See {@link LengthField#includesHeader}. */
        public Builder includesHeader(boolean value) {
            this.includesHeader = value;
            return this;
        }

        /** See {@link LengthField#offset}. */
        public Builder offset(int value) {
            this.offset = value;
            return this;
        }

        /** See {@link LengthField#keepsPrefix}. */
        public Builder keepsPrefix(boolean value) {
            this.keepsPrefix = value;
            return this;
        }

        /** The length field; checks it. */
        public LengthField build() {
            return new LengthField(bytes, endian, includesHeader, offset, keepsPrefix);
        }
    }
}
