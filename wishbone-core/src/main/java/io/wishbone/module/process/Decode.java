package io.wishbone.module.process;

import io.wishbone.actor.Actor;
import io.wishbone.actor.EventRefusedException;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the data of each event in {@code inbox}, bytes or text, by a protocol and hands what comes out, which may be
 * several events or none, to {@code outbox}. What cannot be decoded goes to {@code failed} as it came, with the reason.
 */
public final class Decode extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final Protocol protocol;
    private @Nullable Decoder decoder;

    /**
     * Makes the module.
     *
     * @throws IllegalArgumentException if the protocol can only be written
     */
    public Decode(Protocol protocol) {
        if (!protocol.canDecode()) {
            throw new IllegalArgumentException("protocol: " + protocol + " (expected: one that can decode)");
        }
        this.protocol = protocol;
        inlet(INBOX, this::consume);
    }

    @Override
    public void onStart() {
        decoder = protocol.newDecoder(ProtocolContext.of(context()));
    }

    private void consume(Event event) throws Exception {
        Decoder started = decoder;
        if (started != null) {
            started.decode(asBytes(event), outbox::submit);
        }
    }

    private static Event asBytes(Event event) {
        if (event.data() instanceof byte[]) {
            return event;
        }
        if (event.data() instanceof CharSequence text) {
            return event.withData(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        throw new EventRefusedException(
                "data is a " + event.data().getClass().getSimpleName() + " (expected: bytes or text)");
    }
}
