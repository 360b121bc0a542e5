package io.wishbone.netty.input;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.Codec;
import io.wishbone.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * What all inputs of datagrams are told. <em>Immutable.</em>
 *
 * @param maxDatagramBytes the longest datagram
 * @param protocol null leaves bytes
 * @param codec null is none
 * @param eventLoops null takes the shared ones
 * @param sockets how many there are
 */
record DatagramSettings(
        int maxDatagramBytes,
        @Nullable Protocol protocol,
        @Nullable Codec codec,
        @Nullable EventLoops eventLoops,
        int sockets) {
    /** IPv6 without jumbograms: RFC 8200, less the header of RFC 768. */
    static final int LARGEST_DATAGRAM = 65535 - 8;

    static final int DEFAULT_MAX_DATAGRAM = 65507;
    static final int MOST_SOCKETS = 256;

    DatagramSettings {
        check(
                maxDatagramBytes >= 1 && maxDatagramBytes <= LARGEST_DATAGRAM,
                "maxDatagramBytes",
                maxDatagramBytes,
                "1 to " + LARGEST_DATAGRAM);
        check(protocol == null || protocol.canDecode(), "protocol", String.valueOf(protocol), "one that can decode");
        check(codec == null || protocol == null, "protocol", String.valueOf(protocol), "none beside a codec");
        check(sockets >= 1 && sockets <= MOST_SOCKETS, "sockets", sockets, "1 to " + MOST_SOCKETS);
    }

    static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
