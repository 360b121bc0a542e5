package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import io.wishbone.actor.ModuleContext;
import io.wishbone.event.Event;
import io.wishbone.netty.framing.FrameEncoder;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import org.jspecify.annotations.Nullable;

/** Makes framed bytes of events, by a protocol if there is one. <em>Confined to its module's thread.</em> */
final class MessageEncoder {
    private final FrameEncoder framing;
    private final @Nullable Encoder protocol;

    MessageEncoder(StreamOutputConfig config, ModuleContext context) {
        this.framing = config.framing().encoder(config.onDelimiter());
        Protocol wanted = config.protocol();
        this.protocol = wanted == null ? null : wanted.newEncoder(ProtocolContext.of(context));
    }

    void encode(Event event, ByteBuf buffer) throws Exception {
        if (protocol == null) {
            framing.encode(event, buffer);
        } else {
            framing.encode(protocol.encode(event), buffer);
        }
    }

    /** About how many bytes a message has beside its data. */
    int overheadBytes() {
        return framing.overheadBytes();
    }
}
