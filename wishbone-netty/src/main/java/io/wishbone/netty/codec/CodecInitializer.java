package io.wishbone.netty.codec;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.CodecException;
import java.util.List;

/**
 * Puts a codec's handlers in a channel, and the module's own handler behind them. <em>Immutable</em>, but for one
 * channel only, since the module's handler is.
 *
 * <p>The order is {@code codec-1}, {@code codec-2} ..., {@code module}, behind what is there already. If the codec
 * makes no handlers, the module's handler learns why as an exception of the channel, and ends it as it does with all.
 */
public final class CodecInitializer extends ChannelInitializer<Channel> {
    /** The name of the module's handler in the pipeline. */
    public static final String MODULE = "module";

    private static final String CODEC = "codec-";

    private final Codec codec;
    private final CodecContext context;
    private final ChannelInboundHandler module;

    /**
     * Makes the initializer of a channel.
     *
     * @param module the module's handler, which takes what the codec emits
     */
    public CodecInitializer(Codec codec, CodecContext context, ChannelInboundHandler module) {
        this.codec = codec;
        this.context = context;
        this.module = module;
    }

    @Override
    protected void initChannel(Channel channel) throws Exception {
        ChannelPipeline pipeline = channel.pipeline();
        // First, so that it learns what goes wrong with the others.
        pipeline.addLast(MODULE, module);
        try {
            List<ChannelHandler> handlers = codec.newHandlers(context);
            if (handlers.isEmpty()) {
                throw new CodecException("the list is empty (expected: one or more)");
            }
            for (int i = 0; i < handlers.size(); i++) {
                pipeline.addBefore(MODULE, CODEC + (i + 1), handlers.get(i));
            }
        } catch (RuntimeException | LinkageError e) {
            module.exceptionCaught(
                    pipeline.context(MODULE), new CodecException("the codec makes no handlers: " + e.getMessage(), e));
            channel.close();
        }
    }

    /** Hands on what a codec's handler throws when it is added: it stands first while it adds them. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.fireExceptionCaught(cause);
        ctx.close();
    }
}
