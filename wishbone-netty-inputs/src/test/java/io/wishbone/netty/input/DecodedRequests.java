package io.wishbone.netty.input;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a {@link StrictRequestDecoder} makes of bytes, as text, each piece asked for after the one before. */
final class DecodedRequests extends ChannelInboundHandlerAdapter {
    private static final int MAX_HEADER = 512;

    private final List<String> seen = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final StrictRequestDecoder decoder = new StrictRequestDecoder(MAX_HEADER, () -> {}, () -> {});
    private boolean refused;

    private DecodedRequests() {}

    /**
     * Decodes a stream.
     *
     * @param pieces what comes at a time
     */
    static List<String> of(List<byte[]> pieces) {
        DecodedRequests requests = new DecodedRequests();
        EmbeddedChannel channel = new EmbeddedChannel(requests.decoder, requests);
        requests.decoder.demand();
        for (byte[] piece : pieces) {
            channel.writeInbound(Unpooled.copiedBuffer(piece));
        }
        channel.checkException();
        channel.finishAndReleaseAll();
        return requests.seen;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!refused) {
                read((HttpObject) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
        decoder.demand();
    }

    private void read(HttpObject object) {
        if (object.decoderResult().isFailure()) {
            // How much of a body came before it was seen depends on the pieces.
            refused = true;
            seen.add("refused");
            return;
        }
        if (object instanceof HttpRequest request) {
            seen.add(request.method() + " " + request.uri() + " "
                    + request.headers().entries());
        }
        if (object instanceof HttpContent content) {
            body.append(content.content().toString(StandardCharsets.ISO_8859_1));
        }
        if (object instanceof LastHttpContent) {
            seen.add("[" + body + "]");
            body.setLength(0);
        }
    }
}
