package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.wishbone.event.Event;

/** Writes events as lines: bytes as they are, anything else as UTF-8 text, then LF. */
final class LineEncoder {
    private LineEncoder() {}

    static void encode(Event event, ByteBuf out) {
        if (event.data() instanceof byte[] bytes) {
            out.writeBytes(bytes);
        } else {
            ByteBufUtil.writeUtf8(out, event.text());
        }
        out.writeByte('\n');
    }
}
