package io.wishbone.module.process;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes bytes of each event in {@code inbox} by a protocol, and hands the event with these as its data to
 * {@code outbox}. What cannot be encoded goes to {@code failed} as it came, with the reason.
 */
public final class Encode extends Actor {
    private final Outlet outbox = outlet(OUTBOX);
    private final Protocol protocol;
    private @Nullable Encoder encoder;

    /**
     * Makes the module.
     *
     * @throws IllegalArgumentException if the protocol can only be read
     */
    public Encode(Protocol protocol) {
        if (!protocol.canEncode()) {
            throw new IllegalArgumentException("protocol: " + protocol + " (expected: one that can encode)");
        }
        this.protocol = protocol;
        inlet(INBOX, this::consume);
    }

    @Override
    public void onStart() {
        encoder = protocol.newEncoder(ProtocolContext.of(context()));
    }

    private void consume(Event event) throws Exception {
        Encoder started = encoder;
        if (started != null) {
            outbox.submit(event.withData(started.encode(event)));
        }
    }
}
