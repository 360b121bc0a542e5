package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.wishbone.actor.EventRefusedException;
import io.wishbone.event.Event;

/**
 * Writes messages so that they can be told apart, in the way that its {@link Framing} says. <em>Confined to one
 * thread.</em>
 */
public abstract class FrameEncoder {
    private static final int UNKNOWN = -1;

    FrameEncoder() {}

    /**
     * Writes an event: its data, bytes as they are and anything else as UTF-8 text.
     *
     * @throws EventRefusedException if it cannot be a message; what was written of it is for the caller to take back
     */
    public final void encode(Event event, ByteBuf out) {
        if (event.data() instanceof byte[] bytes) {
            encode(bytes, out);
            return;
        }
        String text = event.text();
        int start = out.writerIndex();
        begin(out, needsLength() ? ByteBufUtil.utf8Bytes(text) : UNKNOWN);
        ByteBufUtil.writeUtf8(out, text);
        end(out, start);
    }

    /**
     * Writes bytes as a message.
     *
     * @throws EventRefusedException if they cannot be one; what was written is for the caller to take back
     */
    public final void encode(byte[] data, ByteBuf out) {
        int start = out.writerIndex();
        begin(out, data.length);
        out.writeBytes(data);
        end(out, start);
    }

    /** About how many bytes a message has beside its data. */
    public abstract int overheadBytes();

    /** Whether {@link #begin} has to be told how long the data is. */
    boolean needsLength() {
        return false;
    }

    /** Writes what stands before the data. */
    void begin(ByteBuf out, int dataBytes) {}

    /**
     * Writes what stands behind the data.
     *
     * @param start where the message begins
     */
    void end(ByteBuf out, int start) {}
}
