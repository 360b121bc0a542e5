package io.wishbone.netty.input;

import io.wishbone.actor.Emitter;
import io.wishbone.event.Event;
import io.wishbone.protocol.Decoder;
import java.util.function.Consumer;

/**
 * Submits what a decoder makes of messages, and what it cannot decode to {@code failed}, as it came. <em>Confined to
 * its event loop.</em>
 */
final class Decoding {
    private final Decoder decoder;
    private final Consumer<Event> decoded;
    private final Emitter failed;
    private final Consumer<Throwable> onUndecodable;

    /**
     * Makes one for a stream of messages.
     *
     * @param decoder a new one, since it may keep something between messages
     * @param outbox takes what is decoded
     * @param failed takes what is not
     * @param onUndecodable told why each of the latter is not
     */
    Decoding(Decoder decoder, Emitter outbox, Emitter failed, Consumer<Throwable> onUndecodable) {
        this.decoder = decoder;
        this.decoded = outbox::submit;
        this.failed = failed;
        this.onUndecodable = onUndecodable;
    }

    /** Decodes a message; never throws for what the peer sent. */
    void submit(Event message) {
        try {
            decoder.decode(message, decoded);
        } catch (Exception | StackOverflowError e) {
            onUndecodable.accept(e);
            // Where nobody takes what cannot be decoded, it was counted and logged, and need not come again.
            failed.submitFailed(failed.isConnected() ? message : message.withCompletion(null), e);
        }
    }
}
