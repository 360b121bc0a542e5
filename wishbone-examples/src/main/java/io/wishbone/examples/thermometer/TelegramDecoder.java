package io.wishbone.examples.thermometer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Makes a map of each telegram. <em>Confined to the channel's event loop.</em> */
final class TelegramDecoder extends ByteToMessageDecoder {
    private final int maxNameBytes;
    private final LongAdder badChecksums;

    TelegramDecoder(int maxNameBytes, LongAdder badChecksums) {
        this.maxNameBytes = maxNameBytes;
        this.badChecksums = badChecksums;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Telegram.HEADER_BYTES) {
            return;
        }
        int start = in.readerIndex();
        int length = checkedLength(in, start);
        int checked = Telegram.HEADER_BYTES + length;
        if (in.readableBytes() < checked + Telegram.CHECKSUM_BYTES) {
            return;
        }
        in.skipBytes(checked);
        if (in.readInt() != Telegram.checksum(in, start, checked)) {
            badChecksums.increment();
            return;
        }
        int value = in.getInt(start + Telegram.HEADER_BYTES);
        int name = start + Telegram.HEADER_BYTES + Telegram.VALUE_BYTES;
        out.add(Map.of(
                "sensor",
                in.toString(name, length - Telegram.VALUE_BYTES, StandardCharsets.UTF_8),
                "celsius",
                value / 1000.0));
    }

    /** What the header says, before anything is gathered for it. */
    private int checkedLength(ByteBuf in, int start) {
        if (in.getUnsignedShort(start) != Telegram.MAGIC || in.getByte(start + 2) != Telegram.VERSION) {
            throw new CorruptedFrameException("no telegram of version 1 (expected: TM and a byte 1)");
        }
        int length = in.getUnsignedShort(start + 3);
        if (length <= Telegram.VALUE_BYTES) {
            throw new CorruptedFrameException("a telegram of " + length + " bytes (expected: 5 or more)");
        }
        if (length > Telegram.VALUE_BYTES + maxNameBytes) {
            throw new TooLongFrameException("a name of " + (length - Telegram.VALUE_BYTES)
                    + " bytes (expected: max_name, " + maxNameBytes + ", or less)");
        }
        return length;
    }
}
