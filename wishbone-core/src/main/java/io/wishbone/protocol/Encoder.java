package io.wishbone.protocol;

import io.wishbone.event.Event;

/** Makes the bytes of a message of an event. <em>Confined to one thread at a time.</em> */
@FunctionalInterface
public interface Encoder {
    /**
     * Encodes one event.
     *
     * @param event what to encode; not changed
     * @return bytes that nobody else has, or that nobody may change
     * @throws Exception if the event's data cannot be said in the protocol, usually {@link ProtocolException}
     */
    byte[] encode(Event event) throws Exception;
}
