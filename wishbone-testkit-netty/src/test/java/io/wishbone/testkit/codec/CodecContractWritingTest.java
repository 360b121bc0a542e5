package io.wishbone.testkit.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.MessageToByteEncoder;
import io.netty.util.CharsetUtil;
import io.wishbone.netty.codec.Codec;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** That the contract sees what is wrong with how codecs write. */
class CodecContractWritingTest {
    private static TextContract encoding(Supplier<ChannelHandler> encoder) {
        return () -> context -> List.of(new Texts.Decoder(), encoder.get());
    }

    @Test
    void seesThatItWritesOtherBytes() {
        CodecContract wrong = encoding(() -> new MessageToByteEncoder<CharSequence>() {
            @Override
            protected void encode(ChannelHandlerContext ctx, CharSequence text, ByteBuf out) {
                out.writeByte(text.length()).writeCharSequence("zz", UTF_8);
            }
        });

        assertThatThrownBy(wrong::readsBackWhatItWrites)
                .hasMessage("codec: for ab it writes 0x027a7a (expected: 0x026162)");
    }

    @Test
    void seesThatItDoesNotReadBackWhatItWrites() {
        TextContract wrong = new TextContract() {
            @Override
            public Codec newCodec() {
                return context -> List.of(new Texts.Decoder(), new MessageToByteEncoder<CharSequence>() {
                    @Override
                    protected void encode(ChannelHandlerContext ctx, CharSequence text, ByteBuf out) {
                        out.writeByte(text.length()).writeCharSequence(text, CharsetUtil.ISO_8859_1);
                    }
                });
            }

            @Override
            public List<CodecSample> samples() {
                return List.of(CodecSample.of("ä"));
            }
        };

        assertThatThrownBy(wrong::readsBackWhatItWrites).hasMessageContaining("read back (expected: ä)");
    }

    @Test
    void seesThatItRefusesAfterItHasWritten() {
        CodecContract wrong = encoding(() -> new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                ctx.write(ctx.alloc().buffer().writeByte(1));
                promise.setFailure(new IllegalArgumentException("too late"));
            }
        });

        assertThatThrownBy(wrong::refusesWhatItCannotWrite).hasMessageContaining("after it had written 1 bytes of it");
    }

    @Test
    void seesThatItClosesTheChannelForWhatItCannotWrite() {
        CodecContract wrong = encoding(() -> new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                promise.setFailure(new IllegalArgumentException("never"));
                ctx.close();
            }
        });

        assertThatThrownBy(wrong::refusesWhatItCannotWrite).hasMessageContaining("the channel is closed after");
    }

    @Test
    void seesThatItDoesNotTellWhatBecameOfAMessage() {
        CodecContract wrong = encoding(() -> new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                ctx.write(ctx.alloc().buffer().writeByte(1));
            }
        });

        assertThatThrownBy(wrong::refusesWhatItCannotWrite).hasMessageContaining("is not told");
        assertThatThrownBy(wrong::readsBackWhatItWrites).hasMessageContaining("its promise is not done");
    }

    @Test
    void seesThatItWritesOtherwiseAfterARefusal() {
        CodecContract wrong = encoding(() -> new MessageToByteEncoder<Object>() {
            private int refused;

            @Override
            protected void encode(ChannelHandlerContext ctx, Object message, ByteBuf out) {
                if (!(message instanceof String text) || text.startsWith("\0")) {
                    refused++;
                    throw new IllegalArgumentException("no text");
                }
                out.writeByte(text.getBytes(UTF_8).length + refused).writeCharSequence(text, UTF_8);
            }
        });

        assertThatCode(wrong::readsBackWhatItWrites).doesNotThrowAnyException();
        assertThatThrownBy(wrong::refusesWhatItCannotWrite).hasMessageContaining("after refusals it writes 0x0b6162");
    }
}
