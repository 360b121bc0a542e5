package io.wishbone.examples.thermometer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.EncoderException;
import io.netty.handler.codec.MessageToByteEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a telegram of each map with a sensor and a temperature. <em>Confined to the channel's event loop.</em> */
final class TelegramEncoder extends MessageToByteEncoder<Map<?, ?>> {
    private final int maxNameBytes;

    TelegramEncoder(int maxNameBytes) {
        this.maxNameBytes = maxNameBytes;
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, Map<?, ?> reading, ByteBuf out) {
        byte[] name = nameOf(reading.get("sensor"));
        int value = valueOf(reading.get("celsius"));
        int start = out.writerIndex();
        out.writeShort(Telegram.MAGIC).writeByte(Telegram.VERSION);
        out.writeShort(Telegram.VALUE_BYTES + name.length);
        out.writeInt(value).writeBytes(name);
        out.writeInt(Telegram.checksum(out, start, out.writerIndex() - start));
    }

    private byte[] nameOf(@Nullable Object sensor) {
        byte[] name = sensor instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
        if (name.length < 1 || name.length > maxNameBytes) {
            throw new EncoderException(
                    "sensor: " + sensor + " (expected: text of 1 to max_name, " + maxNameBytes + ", bytes)");
        }
        return name;
    }

    private static int valueOf(@Nullable Object celsius) {
        double value = celsius instanceof Number number ? number.doubleValue() : Double.NaN;
        if (!(Math.abs(value) <= 2_000_000)) {
            throw new EncoderException("celsius: " + celsius + " (expected: a number, -2000000 to 2000000)");
        }
        return (int) Math.round(value * 1000);
    }
}
