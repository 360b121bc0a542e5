package io.wishbone.protocols;

import io.wishbone.protocol.Protocol;

/**
 * The protocol {@code gelf}: Graylog's GELF 1.1, over UDP with chunks and compression, or over TCP.
 *
 * <p>Read, a message becomes a map with its fields as they are. Chunks that make no message in time, or too many of
 * them, are dropped and counted as {@code dropped_chunks_total}. Written, {@code short_message} may also be named
 * {@code message}, {@code level} be a severity of syslog, and fields that GELF does not know get an underscore before
 * their name; messages are not cut into chunks, as outputs of datagrams do that.
 */
public final class GelfProtocol {
    static final String NAME = "gelf";

    private GelfProtocol() {}

    /** The protocol with its defaults. */
    public static Protocol create() {
        return create(GelfConfig.builder().build());
    }

    /** The protocol. */
    public static Protocol create(GelfConfig config) {
        JsonReader reader = new JsonReader(config.limits());
        return Protocol.of(
                NAME, context -> new GelfDecoder(config, reader, context), context -> new GelfEncoder(config, context));
    }
}
