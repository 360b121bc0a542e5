package io.wishbone.protocols;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import io.wishbone.protocol.Protocol;
import java.io.IOException;
import java.io.InputStream;

/** The protocol {@code zstd}: the messages of another protocol, each compressed (RFC 8878). */
public final class ZstdProtocol {
    static final String NAME = "zstd";

    /** The largest window, a power of two, that a message may ask for: 8 MiB, as RFC 8878 recommends. */
    private static final int WINDOW_LOG = 23;

    private ZstdProtocol() {}

    /** Whether the library is there that this needs, {@code com.github.luben:zstd-jni}. */
    public static boolean isAvailable() {
        try {
            Class.forName("com.github.luben.zstd.Zstd", false, ZstdProtocol.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

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
        return Compressed.around(
                NAME, inner, message -> expansion.expand(NAME, message, ZstdProtocol::open), Zstd::compress);
    }

    private static InputStream open(InputStream compressed) throws IOException {
        ZstdInputStream in = new ZstdInputStream(compressed);
        in.setLongMax(WINDOW_LOG);
        return in;
    }
}
