package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.protocol.Decoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the events of a body. <em>Confined to the channel's event loop.</em> */
final class HttpEvents {
    private static final int MOST_TOLD = 20;
    private static final byte LF = '\n';

    private final HttpResource resource;
    private final int maxEvents;
    private final @Nullable Decoder decoder;
    private final List<Event> events = new ArrayList<>(1);
    private final List<String> refused = new ArrayList<>(0);
    private int refusals;

    /**
     * Makes one for one body.
     *
     * @param decoder reads it, or what it consists of; null leaves it as bytes
     */
    HttpEvents(HttpResource resource, int maxEvents, @Nullable Decoder decoder) {
        this.resource = resource;
        this.maxEvents = maxEvents;
        this.decoder = decoder;
    }

    /**
     * Reads a body.
     *
     * @param body as it was before it was compressed
     * @param header what events are to have
     * @throws HttpRefusal if nothing of it can be taken
     */
    void read(byte[] body, HttpRequestHead head, Header header) throws HttpRefusal {
        byte[] bytes = inUtf8(body, head);
        switch (resource.events()) {
            case REQUEST -> readWhole(bytes, header);
            case LINES -> readLines(bytes, header);
            case ARRAY -> readArray(bytes, header);
        }
    }

    /** Protocols read UTF-8. */
    private byte[] inUtf8(byte[] body, HttpRequestHead head) {
        boolean differs = head.charset() != null
                && !head.charset().equals(StandardCharsets.UTF_8)
                && !head.charset().equals(StandardCharsets.US_ASCII);
        return decoder != null && differs && head.charset() != null
                ? new String(body, head.charset()).getBytes(StandardCharsets.UTF_8)
                : body;
    }

    private void readWhole(byte[] body, Header header) throws HttpRefusal {
        Event event = Event.of(body, header);
        boolean hasNone = body.length == 0 && !resource.methods().contains("POST");
        if (decoder == null || hasNone) {
            events.add(event);
            return;
        }
        try {
            decode(decoder, event);
        } catch (Exception | StackOverflowError e) {
            throw HttpRefusal.badRequest("the body cannot be read: " + e.getMessage());
        }
        checkNumber(events.size());
    }

    private void decode(Decoder reader, Event event) throws Exception {
        reader.decode(event, events::add);
    }

    private void checkNumber(int number) throws HttpRefusal {
        if (number > maxEvents) {
            throw HttpRefusal.tooLarge("the body has too many events", maxEvents);
        }
    }

    private void readLines(byte[] body, Header header) throws HttpRefusal {
        // Netty looks at eight bytes at once.
        ByteBuf buffer = Unpooled.wrappedBuffer(body);
        int number = 0;
        int begin = 0;
        while (begin < body.length) {
            int found = buffer.indexOf(begin, body.length, LF);
            int end = found < 0 ? body.length : found;
            number++;
            int last = end > begin && body[end - 1] == '\r' ? end - 1 : end;
            if (last > begin) {
                readLine(number, Event.of(Arrays.copyOfRange(body, begin, last), header));
                checkNumber(events.size() + refusals);
            }
            begin = end + 1;
        }
    }

    private void readLine(int number, Event line) {
        if (decoder == null) {
            events.add(line);
            return;
        }
        try {
            decode(decoder, line);
        } catch (Exception | StackOverflowError e) {
            refusals++;
            if (refused.size() < MOST_TOLD) {
                refused.add("{\"line\":" + number + ",\"reason\":" + HttpAnswer.quote(String.valueOf(e.getMessage()))
                        + "}");
            }
        }
    }

    private void readArray(byte[] body, Header header) throws HttpRefusal {
        readWhole(body, header);
        List<Event> whole = List.copyOf(events);
        events.clear();
        for (Event event : whole) {
            if (!(event.data() instanceof List<?> elements)) {
                throw HttpRefusal.badRequest("the body is no list");
            }
            checkNumber(events.size() + elements.size());
            int each = event.sizeBytes() / Math.max(1, elements.size());
            for (Object element : elements) {
                if (element == null) {
                    throw HttpRefusal.badRequest("an element of the list is null");
                }
                events.add(Event.decoded(element, event.header(), each));
            }
        }
    }

    /** What there is to submit. */
    List<Event> events() {
        return events;
    }

    /** How many lines could not be read. */
    int refusals() {
        return refusals;
    }

    /** What to answer of how many were taken, as JSON. */
    String account() {
        String taken = "{\"accepted\":" + events.size();
        return refusals == 0
                ? taken + "}"
                : taken + ",\"refused\":" + refusals + ",\"lines\":[" + String.join(",", refused) + "]}";
    }
}
