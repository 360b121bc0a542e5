package io.wishbone.netty.input;

import io.wishbone.actor.Emitter;
import io.wishbone.event.Event;
import io.wishbone.protocol.Decoder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ends of an input's outlets on one event loop: {@code outbox}, and {@code failed} where messages are decoded.
 * <em>Confined to the event loop.</em>
 */
final class Emitters {
    private final Emitter outbox;
    private final @Nullable Emitter failed;

    /**
     * Makes them.
     *
     * @param failed null where nothing is decoded, so that nothing can fail
     */
    Emitters(Emitter outbox, @Nullable Emitter failed) {
        this.outbox = outbox;
        this.failed = failed;
    }

    void submit(Event event) {
        outbox.submit(event);
    }

    /** Sets what to do when the pipeline may take more again. */
    void onOpen(Runnable action) {
        outbox.onOpen(action);
        if (failed != null) {
            failed.onOpen(action);
        }
    }

    /** Begins a batch: until {@link #end} nothing downstream runs. */
    void begin() {
        outbox.begin();
        if (failed != null) {
            failed.begin();
        }
    }

    void end() {
        if (failed != null) {
            failed.end();
        }
        outbox.end();
    }

    /** Whether the pipeline takes more. */
    boolean isOpen() {
        return outbox.isOpen() && (failed == null || failed.isOpen());
    }

    /** What decodes a stream of messages; none where {@code failed} is missing. */
    @Nullable Decoding decoding(Decoder decoder, Consumer<Throwable> onUndecodable) {
        return failed == null ? null : new Decoding(decoder, outbox, failed, onUndecodable);
    }
}
