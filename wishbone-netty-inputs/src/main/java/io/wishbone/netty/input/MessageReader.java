package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.netty.codec.CodecMessages;
import io.wishbone.netty.framing.FrameDecoder;
import io.wishbone.netty.framing.FrameSink;
import io.wishbone.netty.framing.OversizePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of what a connection receives, by framing and protocol or by a codec, and submits them as long as the
 * pipeline takes them and the peer keeps to its rate. <em>Confined to the channel's event loop</em>, but for
 * {@link #bufferedBytes}.
 */
final class MessageReader implements FrameSink {
    /** What a connection learns of its messages. */
    interface Listener {
        /** A message was longer than the limit. */
        void oversize();

        /** The stream cannot be cut any further; the connection has to be closed. */
        void malformed(String what);
    }

    private final StreamInput input;
    private final Emitters emitters;
    private final Listener listener;
    private final FrameDecoder decoder;
    private final @Nullable Decoding decoding;
    private final @Nullable CodecMessages codec;
    private final @Nullable Acknowledgements acknowledgements;
    private Header header = Header.empty();
    private @Nullable RateLimit rateLimit;
    private volatile long bufferedBytes;
    private long receivedBytes;
    private long messages;

    /**
     * Makes one for a connection.
     *
     * @param decoding null if messages are not decoded
     * @param codec what stands in the place of framing and protocol; null if nothing does
     * @param acknowledgements told of each message; null if the peer is told nothing
     */
    MessageReader(
            StreamInput input,
            Emitters emitters,
            @Nullable Decoding decoding,
            @Nullable CodecMessages codec,
            @Nullable Acknowledgements acknowledgements,
            Listener listener) {
        this.input = input;
        this.emitters = emitters;
        this.listener = listener;
        StreamConfig config = input.config();
        this.decoder = config.framing().decoder(config.maxFrameBytes(), config.onOversize(), this);
        this.decoding = decoding;
        this.codec = codec;
        this.acknowledgements = acknowledgements;
    }

    /** It is known who the peer is, so that messages may come. */
    void begin(Header itsHeader, @Nullable RateLimit itsLimit) {
        header = itsHeader;
        rateLimit = itsLimit;
    }

    /**
     * Takes over what came, bytes or what a codec made of them.
     *
     * @return how many bytes that was
     */
    long read(Object received) {
        emitters.begin();
        try {
            long bytes = codec == null ? readBytes((ByteBuf) received) : readMessage(codec, received);
            receivedBytes += bytes;
            return bytes;
        } finally {
            emitters.end();
            accountForMemory();
        }
    }

    private long readBytes(ByteBuf piece) {
        int bytes = piece.readableBytes();
        decoder.decode(piece);
        return bytes;
    }

    private long readMessage(CodecMessages messagesOf, Object received) {
        Event event = messagesOf.event(received, header);
        if (event == null) {
            return 0;
        }
        count();
        emitters.submit(event);
        countAgainstLimit();
        return event.sizeBytes();
    }

    @Override
    public boolean frame(byte[] frame) {
        count();
        Event message = Event.of(frame, header);
        Acknowledgements telling = acknowledgements;
        if (telling == null) {
            submit(message);
        } else {
            Completion completion = telling.begin();
            submit(message.withCompletion(completion));
            completion.release();
        }
        return countAgainstLimit() && emitters.isOpen();
    }

    private void submit(Event message) {
        if (decoding == null) {
            emitters.submit(message);
        } else {
            decoding.submit(message);
        }
    }

    private void count() {
        if (messages++ == 0) {
            input.served();
        }
    }

    /** Whether another message may come now. */
    private boolean countAgainstLimit() {
        RateLimit limit = rateLimit;
        return limit == null || limit.take(System.nanoTime());
    }

    @Override
    public boolean oversize() {
        Acknowledgements telling = acknowledgements;
        if (telling != null && input.config().onOversize() == OversizePolicy.DISCARD) {
            telling.skip();
        }
        listener.oversize();
        return true;
    }

    @Override
    public void malformed(String what) {
        listener.malformed(what);
    }

    /** Goes on with what was left when the pipeline took no more or the peer was too fast; within a batch. */
    void resume() {
        decoder.resume();
        accountForMemory();
    }

    /** Whether something was left. */
    boolean hasUndecoded() {
        return decoder.hasUndecoded();
    }

    /** How many bytes were left. */
    long undecodedBytes() {
        return decoder.undecodedBytes();
    }

    /** For how long the peer has to wait, in nanoseconds; -1 if it need not. */
    long mustWaitNanos() {
        RateLimit limit = rateLimit;
        if (limit == null) {
            return -1;
        }
        long wait = limit.nanosUntilNext(System.nanoTime());
        if (wait > 0) {
            return wait;
        }
        // What the limit left is to be taken up, though the time has come since.
        return hasUndecoded() && emitters.isOpen() ? 0 : -1;
    }

    /**
     * Ends the stream.
     *
     * @param emit whether an unfinished message that only lacks its delimiter becomes one; it does not where messages
     *     are acknowledged
     * @return whether there was an unfinished one that did not
     */
    boolean finish(boolean emit) {
        // What a connection was cut in may lack its delimiter, too; a peer that counts messages sends it again.
        boolean hasPartial = decoder.finish(emit && acknowledgements == null);
        release();
        return hasPartial;
    }

    /** Drops what was left; what comes after that is dropped too. Idempotent. */
    void release() {
        decoder.release();
        accountForMemory();
    }

    private void accountForMemory() {
        long now = decoder.bufferedBytes();
        long delta = now - bufferedBytes;
        if (delta != 0) {
            bufferedBytes = now;
            input.budget().change(delta);
        }
    }

    /** How much memory is kept for what is not decoded. Any thread. */
    long bufferedBytes() {
        return bufferedBytes;
    }

    /** How many bytes came. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** How many messages came. */
    long messages() {
        return messages;
    }
}
