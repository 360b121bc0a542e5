package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/2 (RFC 9113): a stream for each request. <em>Confined to the channel's event loop.</em> Frames
 * that cost this side more than the client are bounded in number: those that end streams, that are empty, that ask for
 * an answer, or that a header is spread over.
 */
final class Http2Session implements HttpSession {
    private static final long LINGER_SECONDS = 1;
    private static final int MOST_RESETS = 200;
    private static final int RESETS_SECONDS = 30;
    private static final int MOST_EMPTY_FRAMES = 16;
    private static final int MOST_SMALL_CONTINUATIONS = 16;
    private static final int MOST_UNSENT_CONTROL_FRAMES = 1000;

    private final HttpInput input;
    private final HttpLoop loop;
    private final Channel channel;
    private final RemotePeer peer;
    private final HttpRequestFacts.Headers headers;
    private final Set<HttpRequestHandler> streams = new HashSet<>();
    private @Nullable Future<?> idle;

    Http2Session(HttpInput input, HttpLoop loop, Channel channel, RemotePeer peer) {
        this.input = input;
        this.loop = loop;
        this.channel = channel;
        this.peer = peer;
        this.headers = new HttpRequestFacts.Headers(input.moduleName(), peer);
    }

    @Override
    public void begin(String last) {
        HttpInputConfig.Limits limits = input.config().limits();
        channel.pipeline()
                .addBefore(
                        last,
                        null,
                        Http2FrameCodecBuilder.forServer()
                                .initialSettings(Http2Settings.defaultSettings()
                                        .maxConcurrentStreams(limits.maxStreams())
                                        .maxHeaderListSize(limits.maxHeaderBytes()))
                                .decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESETS_SECONDS)
                                .decoderEnforceMaxConsecutiveEmptyDataFrames(MOST_EMPTY_FRAMES)
                                .decoderEnforceMaxSmallContinuationFrames(MOST_SMALL_CONTINUATIONS)
                                .encoderEnforceMaxQueuedControlFrames(MOST_UNSENT_CONTROL_FRAMES)
                                .gracefulShutdownTimeoutMillis(
                                        input.config().times().reply().toMillis())
                                .build());
        channel.pipeline().addBefore(last, null, new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                open(stream);
            }
        }));
        awaitStream();
        // Streams have windows of their own; what concerns the connection has to be read at all times.
        channel.config().setAutoRead(true);
    }

    private void open(Channel stream) {
        cancelIdle();
        Stream transport = new Stream(stream);
        HttpRequestHandler requests = new HttpRequestHandler(input, loop, stream, peer, transport, headers);
        streams.add(requests);
        stream.config().setAutoRead(false);
        stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true));
        stream.pipeline().addLast(requests);
        stream.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelInactive(ChannelHandlerContext ctx) {
                streams.remove(requests);
                awaitStream();
            }
        });
        stream.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext ctx) {
                requests.begin();
            }
        });
    }

    private void awaitStream() {
        if (streams.isEmpty()) {
            cancelIdle();
            idle = channel.eventLoop()
                    .schedule(this::closeIdle, input.config().times().idle().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void closeIdle() {
        input.report().idle(peer);
        channel.close();
    }

    private void cancelIdle() {
        Future<?> running = idle;
        idle = null;
        if (running != null) {
            running.cancel(false);
        }
    }

    @Override
    public boolean isReading() {
        return true;
    }

    @Override
    public void drain() {
        // Tells the client to open no more streams, and closes after those that there are.
        channel.close();
        List.copyOf(streams).forEach(HttpRequestHandler::drain);
    }

    @Override
    public void abandon() {
        List.copyOf(streams).forEach(HttpRequestHandler::abandon);
        channel.close();
    }

    @Override
    public void closed() {
        cancelIdle();
    }

    /** One stream. <em>Confined to the channel's event loop.</em> */
    private static final class Stream implements HttpTransport {
        private final Channel stream;

        Stream(Channel stream) {
            this.stream = stream;
        }

        @Override
        public void read() {
            stream.read();
        }

        @Override
        public void readBody() {
            read();
        }

        @Override
        public boolean isInHead() {
            return false;
        }

        @Override
        public boolean isStream() {
            return true;
        }

        @Override
        public String version() {
            return "2";
        }

        /**
         * Skips what the client still sends, for a while, since not all clients look for an answer before they have
         * sent all; then tells it that the answer is whole (RFC 9113, 8.1).
         */
        @Override
        public void finish(boolean isWhole) {
            if (isWhole) {
                stream.close();
                return;
            }
            stream.eventLoop()
                    .schedule(
                            () -> {
                                if (stream.isActive()) {
                                    stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
                                    stream.close();
                                }
                            },
                            LINGER_SECONDS,
                            TimeUnit.SECONDS);
            read();
        }

        @Override
        public void kill() {
            stream.close();
        }
    }
}
