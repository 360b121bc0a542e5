package io.wishbone.protocol;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of messages become data and back, with its arguments set. <em>Immutable.</em> Who decodes or encodes
 * takes a decoder or an encoder of its own, since these may keep something between messages.
 */
public final class Protocol {
    private final String name;
    private final @Nullable Function<ProtocolContext, ? extends Decoder> decoders;
    private final @Nullable Function<ProtocolContext, ? extends Encoder> encoders;

    private Protocol(
            String name,
            @Nullable Function<ProtocolContext, ? extends Decoder> decoders,
            @Nullable Function<ProtocolContext, ? extends Encoder> encoders) {
        this.name = Objects.requireNonNull(name, "name");
        this.decoders = decoders;
        this.encoders = encoders;
    }

    /** A protocol both ways. */
    public static Protocol of(
            String name,
            Function<ProtocolContext, ? extends Decoder> decoders,
            Function<ProtocolContext, ? extends Encoder> encoders) {
        return new Protocol(
                name, Objects.requireNonNull(decoders, "decoders"), Objects.requireNonNull(encoders, "encoders"));
    }

    /** A protocol that can only be read. */
    public static Protocol decoding(String name, Function<ProtocolContext, ? extends Decoder> decoders) {
        return new Protocol(name, Objects.requireNonNull(decoders, "decoders"), null);
    }

    /** A protocol that can only be written. */
    public static Protocol encoding(String name, Function<ProtocolContext, ? extends Encoder> encoders) {
        return new Protocol(name, null, Objects.requireNonNull(encoders, "encoders"));
    }

    /** The name of its kind, such as {@code json}. */
    public String name() {
        return name;
    }

    /** Whether it can be read. */
    public boolean canDecode() {
        return decoders != null;
    }

    /** Whether it can be written. */
    public boolean canEncode() {
        return encoders != null;
    }

    /**
     * A new decoder.
     *
     * @throws IllegalStateException if it can only be written
     */
    public Decoder newDecoder(ProtocolContext context) {
        if (decoders == null) {
            throw new IllegalStateException("protocol \"" + name + "\" can only encode");
        }
        return decoders.apply(context);
    }

    /**
     * A new encoder.
     *
     * @throws IllegalStateException if it can only be read
     */
    public Encoder newEncoder(ProtocolContext context) {
        if (encoders == null) {
            throw new IllegalStateException("protocol \"" + name + "\" can only decode");
        }
        return encoders.apply(context);
    }

    @Override
    public String toString() {
        return name;
    }
}
