package io.wishbone.protocols;

import io.wishbone.event.Structured;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value of a kind that an application gave to MessagePack. <em>Immutable</em>, if nobody changes its bytes. */
public final class MsgpackExtension implements Structured {
    private final byte type;
    private final byte[] bytes;

    /**
     * Makes a value.
     *
     * @param type which kind, -128 to 127; those below 0 are MessagePack's own
     * @param bytes what it is; not to be changed
     */
    public MsgpackExtension(byte type, byte[] bytes) {
        this.type = type;
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    /** Which kind of value it is, -128 to 127. */
    public byte type() {
        return type;
    }

    /** What it is; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public Map<String, Object> toMap() {
        return Map.of("type", (int) type, "bytes", bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MsgpackExtension extension
                && type == extension.type
                && Arrays.equals(bytes, extension.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "extension " + type + " of " + bytes.length + " bytes";
    }
}
