package io.wishbone.examples.thermometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.EncoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import io.wishbone.netty.codec.CodecProvider;
import io.wishbone.testkit.codec.CodecContract;
import io.wishbone.testkit.codec.CodecSample;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class ThermometerCodecTest implements CodecContract {
    private static final byte[] KITCHEN = ByteBufUtil.decodeHexDump("544d01000b000053fc6b69746368656ebe6fee43");

    @Override
    public Codec newCodec() {
        return ThermometerCodec.create(20);
    }

    @Override
    public List<CodecSample> samples() {
        return List.of(
                CodecSample.of(Map.of("sensor", "kitchen", "celsius", 21.5), KITCHEN),
                CodecSample.of(Map.of("sensor", "a", "celsius", -273.15)),
                CodecSample.of(Map.of("sensor", "twenty bytes of name", "celsius", 0.0)));
    }

    @Override
    public int maxFrameBytes() {
        return 5 + 4 + 20 + 4;
    }

    @Override
    public byte[] tooLong() {
        return new byte[] {'T', 'M', 1, (byte) 0xff, (byte) 0xff};
    }

    @Override
    public List<byte[]> garbage() {
        return List.of(new byte[] {'T', 'M', 2, 0, 5}, new byte[] {'T', 'M', 1, 0, 4}, new byte[100]);
    }

    private final LongAdder badChecksums = new LongAdder();

    private EmbeddedChannel channel() {
        CodecContext context = new CodecContext("in", true, false, name -> badChecksums);
        return new EmbeddedChannel(newCodec().newHandlers(context).toArray(ChannelHandler[]::new));
    }

    @Test
    void skipsAndCountsATelegramWithABadChecksum() {
        byte[] bad = KITCHEN.clone();
        bad[8]++;
        EmbeddedChannel channel = channel();
        channel.writeInbound(Unpooled.wrappedBuffer(bad, KITCHEN));

        assertThat(channel.<Map<String, Object>>readInbound()).isEqualTo(Map.of("sensor", "kitchen", "celsius", 21.5));
        assertThat(channel.inboundMessages()).isEmpty();
        assertThat(badChecksums.sum()).isEqualTo(1);
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void saysWhatIsWrongWithAStream() {
        assertThatThrownBy(() -> channel().writeInbound(Unpooled.wrappedBuffer(new byte[5])))
                .isInstanceOf(CorruptedFrameException.class)
                .hasMessage("no telegram of version 1 (expected: TM and a byte 1)");
        assertThatThrownBy(() -> channel().writeInbound(Unpooled.wrappedBuffer(new byte[] {'T', 'M', 1, 0, 4})))
                .isInstanceOf(CorruptedFrameException.class)
                .hasMessage("a telegram of 4 bytes (expected: 5 or more)");
        assertThatThrownBy(() -> channel().writeInbound(Unpooled.wrappedBuffer(new byte[] {'T', 'M', 1, 0, 25})))
                .isInstanceOf(TooLongFrameException.class)
                .hasMessage("a name of 21 bytes (expected: max_name, 20, or less)");
    }

    @Test
    void saysWhatIsWrongWithAReading() {
        assertThatThrownBy(() -> channel().writeOutbound(Map.of("sensor", "", "celsius", 1)))
                .isInstanceOf(EncoderException.class)
                .hasMessage("sensor:  (expected: text of 1 to max_name, 20, bytes)");
        assertThatThrownBy(() -> channel().writeOutbound(Map.of("sensor", "a", "celsius", "warm")))
                .isInstanceOf(EncoderException.class)
                .hasMessage("celsius: warm (expected: a number, -2000000 to 2000000)");
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(CodecProvider.class))
                .extracting(CodecProvider::name)
                .contains("thermometer");
    }
}
