package io.wishbone.protocol;

import io.wishbone.event.Event;
import java.util.function.Consumer;

/**
 * Makes data of the bytes of messages. <em>Confined to one thread at a time.</em> It may keep what it needs of earlier
 * messages, such as the parts of one that comes in several, within a bound of its own.
 */
@FunctionalInterface
public interface Decoder {
    /**
     * Decodes one message.
     *
     * <p>It gives events only if it does not throw, and is as good as before if it does. What it gives is derived from
     * the event, so that header and completion go on.
     *
     * @param event the message as it came; its data is {@code byte[]}, not to be changed
     * @param out takes none, one or several events
     * @throws Exception if the bytes are no such message; {@link ProtocolException} tells at which of them that shows
     */
    void decode(Event event, Consumer<Event> out) throws Exception;
}
