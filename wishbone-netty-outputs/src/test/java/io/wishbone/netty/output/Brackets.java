package io.wishbone.netty.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecContext;
import io.wishbone.netty.codec.CodecProvider;
import java.util.List;

/** A codec that writes text in brackets and refuses other data. */
public final class Brackets implements CodecProvider {
    private static final Argument<String> OPEN =
            Argument.defaulted("open", ArgumentType.text(), "[", "what stands before each");

    /** Public, so that a bootstrap file may name it. */
    public Brackets() {}

    @Override
    public String name() {
        return "brackets";
    }

    @Override
    public String summary() {
        return "Text in brackets.";
    }

    @Override
    public List<Argument<?>> arguments() {
        return List.of(OPEN);
    }

    @Override
    public Codec create(Arguments arguments) {
        return new Bracketing(arguments.get(OPEN));
    }

    /** The codec itself. */
    record Bracketing(String open) implements Codec {
        @Override
        public List<ChannelHandler> newHandlers(CodecContext context) {
            return List.of(new Encoder(open));
        }
    }

    private static final class Encoder extends MessageToByteEncoder<CharSequence> {
        private final String open;

        private Encoder(String open) {
            this.open = open;
        }

        @Override
        protected void encode(ChannelHandlerContext ctx, CharSequence text, ByteBuf out) {
            if (text.toString().startsWith("bad")) {
                throw new IllegalArgumentException(text + " (expected: good text)");
            }
            out.writeCharSequence(open + text + "]", UTF_8);
        }
    }
}
