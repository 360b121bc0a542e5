package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Decodes streams, given as text of one character for each byte.
 *
 * @param framing how they are cut
 * @param maxFrame the limit
 * @param policy what becomes of what is longer
 * @param emitPartial whether an unfinished message is an event
 */
record Decoding(Framing framing, int maxFrame, OversizePolicy policy, boolean emitPartial) {
    static final String PARTIAL = "<partial>";

    static Decoding of(Framing framing) {
        return new Decoding(framing, 1024, OversizePolicy.DISCARD, true);
    }

    Decoding limit(int newMaxFrame, OversizePolicy newPolicy) {
        return new Decoding(framing, newMaxFrame, newPolicy, emitPartial);
    }

    Decoding withoutPartial() {
        return new Decoding(framing, maxFrame, policy, false);
    }

    static ByteBuf buffer(String latin1) {
        return ByteBufAllocator.DEFAULT.buffer().writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What a sink sees, and {@link #PARTIAL} if the end of the stream was dropped. */
    List<String> decode(String... pieces) {
        RecordingSink sink = new RecordingSink();
        FrameDecoder decoder = framing.decoder(maxFrame, policy, sink);
        for (String piece : pieces) {
            decoder.decode(buffer(piece));
        }
        return end(decoder, sink);
    }

    /** What a sink sees, and {@link #PARTIAL} if the end of the stream was dropped. */
    List<String> end(FrameDecoder decoder, RecordingSink sink) {
        if (decoder.finish(emitPartial)) {
            sink.seen.add(PARTIAL);
        }
        decoder.release();
        return sink.seen;
    }
}
