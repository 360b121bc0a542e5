package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** A connection of HTTP/1.1 (RFC 9112): one request after the other. <em>Confined to the channel's event loop.</em> */
final class Http1Session implements HttpSession, HttpTransport {
    private static final long LINGER_SECONDS = 1;

    private final Channel channel;
    private final StrictRequestDecoder decoder;
    private final HttpRequestHandler requests;

    Http1Session(HttpInput input, HttpLoop loop, Channel channel, RemotePeer peer) {
        this.channel = channel;
        this.requests = new HttpRequestHandler(
                input, loop, channel, peer, this, new HttpRequestFacts.Headers(input.moduleName(), peer));
        this.decoder =
                new StrictRequestDecoder(input.config().limits().maxHeaderBytes(), requests::headBegins, requests::end);
    }

    @Override
    public void begin(String last) {
        channel.pipeline().addBefore(last, null, decoder);
        channel.pipeline().addBefore(last, null, new HttpResponseEncoder());
        channel.pipeline().addBefore(last, null, requests);
        requests.begin();
    }

    @Override
    public boolean isReading() {
        return decoder.isDemanded();
    }

    @Override
    public void drain() {
        requests.drain();
    }

    @Override
    public void abandon() {
        requests.abandon();
    }

    @Override
    public void closed() {
        // The handler of requests sees it by itself.
    }

    @Override
    public void read() {
        decoder.demand();
    }

    @Override
    public void readBody() {
        decoder.demandBody();
    }

    @Override
    public boolean isInHead() {
        return decoder.isInHead();
    }

    @Override
    public boolean isStream() {
        return false;
    }

    @Override
    public String version() {
        return "1.1";
    }

    /**
     * Ends this side and skips what the client still sends, for a while: to close with bytes unread would take the
     * answer from it (RFC 9112, 9.6).
     */
    @Override
    public void finish(boolean isWhole) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (channel instanceof DuplexChannel duplex) {
            ChannelFuture told = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
            told.addListener(done -> duplex.shutdownOutput());
        }
        channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        read();
    }

    @Override
    public void kill() {
        channel.close();
    }
}
