package io.wishbone.netty.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringEncoder;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodecInitializerTest {
    private static final CodecContext CONTEXT = new CodecContext("in", true, false, name -> new LongAdder());

    private final Last last = new Last();

    /** What stands behind the codec. */
    private static final class Last extends ChannelInboundHandlerAdapter {
        private @Nullable Throwable cause;

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
            cause = thrown;
        }
    }

    private EmbeddedChannel channel(Codec codec) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast(new CodecInitializer(codec, CONTEXT, last));
        return channel;
    }

    @Test
    void putsTheFirstHandlerNextToTheSocket() {
        EmbeddedChannel channel = channel(context -> List.of(new LineBasedFrameDecoder(10), new StringEncoder()));

        assertThat(channel.pipeline().toMap().values())
                .hasExactlyElementsOfTypes(LineBasedFrameDecoder.class, StringEncoder.class, Last.class);
        assertThat(channel.pipeline().names()).startsWith("codec-1", "codec-2", CodecInitializer.MODULE);
        assertThat(last.cause).isNull();
    }

    @Test
    void closesTheChannelIfTheCodecThrows() {
        EmbeddedChannel channel = channel(context -> {
            throw new IllegalStateException("no handlers for " + context.module());
        });

        assertThat(channel.isOpen()).isFalse();
        assertThat(last.cause)
                .isInstanceOf(CodecException.class)
                .hasMessage("the codec makes no handlers: no handlers for in");
    }

    @Test
    void closesTheChannelIfThereAreNoHandlers() {
        assertThat(channel(context -> List.of()).isOpen()).isFalse();
        assertThat(last.cause).hasMessage("the codec makes no handlers: the list is empty (expected: one or more)");
    }

    @Test
    void closesTheChannelIfAHandlerWasGivenBefore() {
        ChannelHandler same = new ChannelInboundHandlerAdapter();
        new EmbeddedChannel(same);
        EmbeddedChannel second = channel(context -> List.of(same));

        assertThat(second.isOpen()).isFalse();
        assertThat(last.cause).hasMessageContaining("is not a @Sharable handler");
    }

    @Test
    void handsOnWhatAHandlerThrowsWhenItIsAdded() {
        channel(context -> List.of(new ChannelInboundHandlerAdapter() {
            @Override
            public void handlerAdded(ChannelHandlerContext ctx) {
                throw new IllegalStateException("not today");
            }
        }));

        assertThat(last.cause).hasMessageContaining("handlerAdded() has thrown").hasRootCauseMessage("not today");
    }
}
