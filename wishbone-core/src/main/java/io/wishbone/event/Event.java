package io.wishbone.event;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way through a pipeline: a header and data.
 *
 * <p><em>Immutable.</em> {@link #withData} and {@link #withHeader} give a new event that shares the rest, so an event
 * can be handed to any number of modules without a copy. Data may be any object; network inputs without a decoder give
 * {@code byte[]}, which nobody may change once it is in an event.
 *
 * <p>An event that was derived from another keeps its {@link Completion}.
 */
public final class Event {
    /** What an event counts for in byte limits when nothing tells its real size. Unit: bytes. */
    public static final int UNKNOWN_SIZE_BYTES = 256;

    static {
        // HotSpot inlines completion() only once its type is loaded, which nothing else does where nobody asks for one.
        Objects.requireNonNull(Completion.class);
    }

    private final Header header;
    private final Object data;
    private final @Nullable Completion completion;
    private final int sizeBytes;

    private Event(Header header, Object data, int sizeBytes, @Nullable Completion completion) {
        this.header = header;
        this.data = data;
        this.sizeBytes = sizeBytes;
        this.completion = completion;
    }

    /** An event with data and an empty header. */
    public static Event of(Object data) {
        return of(data, Header.empty());
    }

    /** An event with data and a header. Its size is that of the bytes or the string, else 256 bytes. */
    public static Event of(Object data, Header header) {
        Objects.requireNonNull(data, "data");
        return new Event(Objects.requireNonNull(header, "header"), data, sizeOf(data, UNKNOWN_SIZE_BYTES), null);
    }

    /**
     * An event whose data was decoded from bytes of the wire.
     *
     * @param wireBytes how many bytes the data was decoded from (0 or more); its size in byte limits unless the data is
     *     a string or bytes, whose own length counts
     */
    public static Event decoded(Object data, Header header, int wireBytes) {
        Objects.requireNonNull(data, "data");
        if (wireBytes < 0) {
            throw new IllegalArgumentException("wireBytes: " + wireBytes + " (expected: >= 0)");
        }
        return new Event(Objects.requireNonNull(header, "header"), data, sizeOf(data, wireBytes), null);
    }

    private static int sizeOf(Object data, int otherwise) {
        if (data instanceof byte[] bytes) {
            return bytes.length;
        }
        return data instanceof CharSequence text ? text.length() : otherwise;
    }

    /** What modules noted about this event. */
    public Header header() {
        return header;
    }

    /** The value that a module noted under a key, or null where there is none. */
    public @Nullable Object header(String module, String key) {
        return header.get(module, key);
    }

    /** The payload: {@code byte[]} from a network input without a decoder, else whatever a module made of it. */
    public Object data() {
        return data;
    }

    /**
     * The data as text: bytes are read as UTF-8 (what is malformed becomes U+FFFD, the data itself stays as it is),
     * anything else gives its {@code toString()}.
     */
    public String text() {
        return data instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : data.toString();
    }

    /** What this event counts for in byte limits, in bytes; set once, when it was made. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** An event with other data; header and completion are shared. */
    public Event withData(Object newData) {
        Objects.requireNonNull(newData, "data");
        return new Event(header, newData, sizeOf(newData, sizeBytes), completion);
    }

    /** An event with one header entry added or replaced; data and completion are shared. */
    public Event withHeader(String module, String key, Object value) {
        return withHeader(header.with(module, key, value));
    }

    /** An event with another header; data and completion are shared. */
    public Event withHeader(Header newHeader) {
        return new Event(Objects.requireNonNull(newHeader, "header"), data, sizeBytes, completion);
    }

    /** By what its source learns what became of this event, or null where nobody asked. */
    public @Nullable Completion completion() {
        return completion;
    }

    /** The same event under another completion, or under none. */
    public Event withCompletion(@Nullable Completion newCompletion) {
        return new Event(header, data, sizeBytes, newCompletion);
    }

    /**
     * This event as one line of JSON, {@code {"header":{...},"data":...}}. Bytes become text if they are valid UTF-8,
     * else {@code {"base64":"..."}}; maps, lists, numbers, booleans and {@link Structured} records keep their shape;
     * anything else is written as its {@code toString()}.
     */
    public String toJson() {
        return EventJson.write(this);
    }

    @Override
    public String toString() {
        return toJson();
    }
}
