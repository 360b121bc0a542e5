package io.wishbone.testkit.codec;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message that a codec reads or writes, with its bytes on the wire. <em>Immutable.</em> */
public final class CodecSample {
    private final Object message;
    private final byte @Nullable [] wire;

    private CodecSample(Object message, byte @Nullable [] wire) {
        this.message = Objects.requireNonNull(message, "message");
        this.wire = wire;
    }

    /**
     * A message and its bytes.
     *
     * @param message what the last handler emits, or takes: data, or an {@code Event}; bytes as {@code byte[]}
     */
    public static CodecSample of(Object message, byte[] wire) {
        return new CodecSample(message, wire.clone());
    }

    /** A message whose bytes are those that the codec itself writes. */
    public static CodecSample of(Object message) {
        return new CodecSample(message, null);
    }

    /** The message. */
    public Object message() {
        return message;
    }

    /** Its bytes, if they are given. */
    public Optional<byte[]> wire() {
        return wire == null ? Optional.empty() : Optional.of(wire.clone());
    }
}
