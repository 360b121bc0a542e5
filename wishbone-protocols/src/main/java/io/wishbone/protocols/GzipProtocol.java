package io.wishbone.protocols;

import io.wishbone.protocol.Protocol;

/** The protocol {@code gzip}: the messages of another protocol, each compressed (RFC 1952). */
public final class GzipProtocol {
    static final String NAME = "gzip";

    private GzipProtocol() {}

    /**
     * The protocol.
     *
     * @param inner what is compressed
     * @param maxBytes the longest message, once it is expanded, that is read, 1 to 2^30
     * @param maxRatio how many bytes may come of each that is compressed, 1 to 10,000; 64 KiB may come in any case
     */
    public static Protocol create(Protocol inner, int maxBytes, int maxRatio) {
        Checks.range("maxBytes", maxBytes, 1, ValueLimits.LARGEST);
        Checks.range("maxRatio", maxRatio, 1, GelfConfig.HIGHEST_RATIO);
        Expansion expansion = new Expansion(maxBytes, maxRatio);
        return Compressed.around(NAME, inner, expansion::gzip, Expansion::toGzip);
    }
}
