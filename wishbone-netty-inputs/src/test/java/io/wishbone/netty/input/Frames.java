package io.wishbone.netty.input;

import java.io.ByteArrayOutputStream;

/** Frames of HTTP/2, as bytes (RFC 9113). */
final class Frames {
    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** {@code POST http://h/}, by indices of the static table of HPACK. */
    static final byte[] POST = {(byte) 0x83, (byte) 0x84, (byte) 0x86, 0x41, 0x01, 'h'};

    private Frames() {}

    static byte[] frame(int type, int flags, int stream, byte... payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(payload.length >> 16);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(stream >> shift);
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** A peer that has begun to speak HTTP/2. */
    static Peer begin(Peer peer) throws java.io.IOException {
        return peer.send(PREFACE).send(frame(SETTINGS, 0, 0));
    }
}
