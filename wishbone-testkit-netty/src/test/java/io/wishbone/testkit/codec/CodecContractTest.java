package io.wishbone.testkit.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.util.CharsetUtil;
import io.wishbone.netty.codec.Codec;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** That the contract passes a codec that is right, and sees what is wrong with others. */
class CodecContractTest {
    private static TextContract of(Codec codec) {
        return () -> codec;
    }

    private static TextContract decoding(Supplier<ChannelHandler> decoder) {
        return of(context -> List.of(decoder.get(), new Texts.Encoder()));
    }

    @Nested
    class OfTexts implements TextContract {
        @Override
        public Codec newCodec() {
            return new Texts();
        }

        @Override
        public List<byte[]> garbage() {
            return List.of(new byte[] {(byte) 0xff}, new byte[] {7, 7});
        }
    }

    @Nested
    class OfADecoderOnly implements TextContract {
        @Override
        public Codec newCodec() {
            return context -> List.of(new Texts.Decoder());
        }

        @Override
        public List<CodecSample> samples() {
            return List.of(CodecSample.of("ab", new byte[] {2, 'a', 'b'}));
        }

        @Override
        public boolean encodes() {
            return false;
        }
    }

    @Nested
    class OfAnEncoderOnly implements TextContract {
        @Override
        public Codec newCodec() {
            return context -> List.of(new Texts.Encoder());
        }

        @Override
        public boolean decodes() {
            return false;
        }
    }

    @Test
    void seesThatAReadIsTakenForAMessage() {
        CodecContract wrong = decoding(() -> new MessageToMessageDecoder<ByteBuf>() {
            @Override
            protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
                while (in.isReadable()) {
                    int length = Math.min(in.readUnsignedByte(), in.readableBytes());
                    out.add(in.readCharSequence(length, CharsetUtil.UTF_8).toString());
                }
            }
        });

        assertThatThrownBy(wrong::readsAStreamThatIsCutAnywhere).hasMessageContaining("cut after 1 of 12 bytes");
        assertThatThrownBy(wrong::readsAStreamThatComesByteByByte).hasMessageContaining("byte by byte");
    }

    @Test
    void seesThatOnlyBuffersWithAnArrayAreRead() {
        CodecContract wrong = decoding(() -> new ByteToMessageDecoder() {
            @Override
            protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
                int length = in.array()[in.arrayOffset() + in.readerIndex()];
                if (in.readableBytes() > length) {
                    out.add(in.skipBytes(1).readCharSequence(length, UTF_8).toString());
                }
            }
        });

        assertThatThrownBy(wrong::readsAStreamThatComesByteByByte)
                .hasMessageContaining("UnsupportedOperationException");
    }

    /** Gathers what comes until there is a message; is not a good example. */
    private static class Gatherer extends ChannelInboundHandlerAdapter {
        ByteBuf gathered = Unpooled.EMPTY_BUFFER;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            gathered = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), gathered, (ByteBuf) message);
            while (gathered.isReadable()
                    && gathered.readableBytes() > gathered.getUnsignedByte(gathered.readerIndex())) {
                emit(ctx);
            }
            if (!gathered.isReadable()) {
                gathered.release();
                gathered = Unpooled.EMPTY_BUFFER;
            }
        }

        void emit(ChannelHandlerContext ctx) {
            int length = gathered.readUnsignedByte();
            ctx.fireChannelRead(gathered.readCharSequence(length, UTF_8).toString());
        }
    }

    @Test
    void seesThatHalfAMessageIsNotReleased() {
        CodecContract wrong = decoding(Gatherer::new);

        assertThatThrownBy(wrong::releasesEverythingWheneverItIsClosed)
                .hasMessageContaining("closed after 1 of 12 bytes (expected: all released once the channel is closed)");
    }

    @Test
    void seesThatReadsAreNotHandedOn() {
        CodecContract wrong =
                of(context -> List.of(new Texts.Decoder(), new Texts.Encoder(), new ChannelDuplexHandler() {
                    @Override
                    public void read(ChannelHandlerContext ctx) {
                        // Is wrong.
                    }
                }));

        assertThatCode(wrong::readsAStreamThatIsCutAnywhere).doesNotThrowAnyException();
        assertThatThrownBy(wrong::readsOnDemand).hasMessageContaining("on demand, 1 bytes for each read");
    }

    @Test
    void seesThatAHandlerIsGivenTwice() {
        ChannelHandler same = new ChannelInboundHandlerAdapter();
        TextContract wrong = new TextContract() {
            @Override
            public Codec newCodec() {
                return context -> List.of(same, new Texts.Decoder());
            }

            @Override
            public List<CodecSample> samples() {
                return List.of(CodecSample.of("ab", new byte[] {2, 'a', 'b'}));
            }
        };

        assertThatThrownBy(wrong::keepsChannelsApart).hasMessageContaining("is not a @Sharable handler");
    }

    /** Says that it may be shared, and may not. */
    @Sharable
    private static final class Shared extends ChannelInboundHandlerAdapter {
        private int missing;
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            while (in.isReadable()) {
                read(ctx, in.readByte());
            }
            in.release();
        }

        private void read(ChannelHandlerContext ctx, byte next) {
            if (missing == 0) {
                missing = next;
            } else {
                text.write(next);
                missing--;
            }
            if (missing == 0) {
                String whole = text.toString(UTF_8);
                text.reset();
                ctx.fireChannelRead(whole);
            }
        }
    }

    @Test
    void seesThatTwoChannelsShareWhatTheyRead() {
        Shared shared = new Shared();
        CodecContract wrong = decoding(() -> shared);

        assertThatThrownBy(wrong::keepsChannelsApart).hasMessageContaining("on the first of two channels");
    }

    @Test
    void seesThatALongMessageIsGathered() {
        TextContract wrong = new TextContract() {
            @Override
            public Codec newCodec() {
                return context -> List.of(new LengthFieldBasedFrameDecoder(Integer.MAX_VALUE, 0, 4));
            }

            @Override
            public byte[] tooLong() {
                return new byte[] {0x7f, 0, 0, 0};
            }

            @Override
            public List<CodecSample> samples() {
                return List.of(CodecSample.of(new byte[] {0, 0, 0, 0}, new byte[] {0, 0, 0, 0}));
            }
        };

        assertThatCode(wrong::readsAStreamThatIsCutAnywhere).doesNotThrowAnyException();
        assertThatThrownBy(wrong::refusesWhatIsTooLong)
                .hasMessageContaining("(expected: 65940 or less, four times the longest message and 64 KiB)");
    }

    @Test
    void seesThatALongMessageIsGatheredInMemoryOfItsOwn() {
        CodecContract wrong = decoding(() -> new ChannelInboundHandlerAdapter() {
            private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf in = (ByteBuf) message;
                while (in.isReadable()) {
                    gathered.write(in.readByte());
                }
                in.release();
            }
        });

        assertThatThrownBy(wrong::refusesWhatIsTooLong).hasMessageContaining("without an end (expected: an exception");
    }

    @Test
    void seesThatAMessageComesOfWhatIsTooLong() {
        CodecContract wrong = decoding(() -> new ByteToMessageDecoder() {
            @Override
            protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
                int length = in.readUnsignedByte();
                out.add(in.readCharSequence(Math.min(length, in.readableBytes()), UTF_8)
                        .toString());
                throw new DecoderException(length + " bytes");
            }
        });

        assertThatThrownBy(wrong::refusesWhatIsTooLong).hasMessageContaining("(expected: nothing)");
    }

    @Test
    void seesThatASampleIsLongerThanTheLimit() {
        TextContract wrong = new TextContract() {
            @Override
            public Codec newCodec() {
                return new Texts();
            }

            @Override
            public int maxFrameBytes() {
                return 2;
            }
        };

        assertThatThrownBy(wrong::refusesWhatIsTooLong).hasMessageContaining("a sample has 3 bytes");
    }

    /** Ends only when somebody has lost patience. */
    private static final class Hanging extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            while (in.getByte(in.readerIndex()) < 0 && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            in.skipBytes(in.readableBytes());
        }
    }

    @Test
    void seesThatItHangs() {
        CodecContract wrong = new TextContract() {
            @Override
            public Codec newCodec() {
                return context -> List.of(new Hanging(), new Texts.Encoder());
            }

            @Override
            public Duration patience() {
                return Duration.ofMillis(100);
            }
        };

        assertThatThrownBy(wrong::bearsGarbage).hasMessageContaining("it hangs at random bytes");
    }

    @Test
    void seesErrors() {
        CodecContract wrong = decoding(() -> new ByteToMessageDecoder() {
            @Override
            protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
                throw new DecoderException(new StackOverflowError("deep"));
            }
        });

        assertThatThrownBy(wrong::bearsGarbage).hasMessageContaining("it threw java.lang.StackOverflowError: deep");
    }

    @Test
    void seesThatAMessageComesOfGarbage() {
        TextContract wrong = new TextContract() {
            @Override
            public Codec newCodec() {
                return new Texts();
            }

            @Override
            public List<byte[]> garbage() {
                return List.of(new byte[] {1, 'x'});
            }
        };

        assertThatThrownBy(wrong::bearsGarbage)
                .hasMessage("codec: of 0x0178 came [{\"header\":{},\"data\":\"x\"}] (expected: nothing)");
    }

    @Test
    void seesThatItEmitsWhatHoldsMemory() {
        CodecContract wrong = decoding(() -> new ByteToMessageDecoder() {
            @Override
            protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
                out.add(new DefaultByteBufHolder(in.readRetainedSlice(in.readableBytes())));
            }
        });

        assertThatThrownBy(wrong::readsAStreamThatIsCutAnywhere)
                .hasMessageContaining("the codec emitted a DefaultByteBufHolder");
    }

    @Test
    void seesThatItKeepsEventsToItself() {
        CodecContract wrong = decoding(() -> new ChannelDuplexHandler() {
            @Override
            public void channelInactive(ChannelHandlerContext ctx) {
                // Is wrong.
            }
        });

        assertThatThrownBy(wrong::passesOnWhatIsNotItsOwn).hasMessageContaining("keeps \"channelInactive\" to itself");
    }

    @Test
    void seesThatItKeepsExceptionsToItself() {
        CodecContract wrong = decoding(() -> new ChannelDuplexHandler() {
            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                // Is wrong.
            }
        });

        assertThatThrownBy(wrong::passesOnWhatIsNotItsOwn).hasMessageContaining("keeps exceptions to itself");
    }
}
