package io.wishbone.protocols;

import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protocol {@code wishbone}: whole events, header and data, so that one Wishbone can go on where another ends. A
 * message is one line of JSON, {@code {"wishbone":1,"header":{...},"data":...}}, in which bytes, times, durations and
 * numbers that JSON does not have keep their kind.
 *
 * <p>Read, the header is the one that was sent, with what the input that receives it notes added; where both have an
 * entry of one name, the input's counts. A message of another version is refused.
 */
public final class WishboneProtocol {
    static final String NAME = "wishbone";
    private static final String VERSION_KEY = "wishbone";
    private static final long VERSION = 1;

    private WishboneProtocol() {}

    /** The protocol with default limits. */
    public static Protocol create() {
        return create(ValueLimits.defaults());
    }

    /** The protocol with limits for what is read. */
    public static Protocol create(ValueLimits limits) {
        JsonReader reader = new JsonReader(limits);
        return Protocol.of(
                NAME, context -> (event, out) -> out.accept(read(reader, event)), context -> WishboneProtocol::write);
    }

    private static Event read(JsonReader reader, Event event) throws ProtocolException {
        Object message = reader.read((byte[]) event.data());
        if (!(message instanceof Map<?, ?> map) || !map.containsKey(VERSION_KEY)) {
            throw new ProtocolException("no event of Wishbone (expected: such as {\"wishbone\":1,\"data\":...})");
        }
        Object version = map.get(VERSION_KEY);
        if (version == null || !version.equals(VERSION)) {
            throw new ProtocolException("version " + version + " (expected: " + VERSION + ")");
        }
        Object data = TypedJson.read(map.get("data"));
        if (data == null) {
            throw new ProtocolException("there is no data");
        }
        Header header = header(map.get("header"));
        for (Map.Entry<String, Map<String, Object>> local :
                event.header().asMap().entrySet()) {
            header = header.with(local.getKey(), local.getValue());
        }
        return event.withData(data).withHeader(header);
    }

    private static Header header(@Nullable Object sent) throws ProtocolException {
        Header header = Header.empty();
        if (sent == null) {
            return header;
        }
        if (!(sent instanceof Map<?, ?> modules)) {
            throw new ProtocolException("the header is no map (expected: a map of maps)");
        }
        for (Map.Entry<?, ?> module : modules.entrySet()) {
            if (!(module.getValue() instanceof Map<?, ?> entries)) {
                throw new ProtocolException("header." + module.getKey() + " is no map (expected: a map of maps)");
            }
            Map<String, Object> read = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                Object value = TypedJson.read(entry.getValue());
                if (value != null) {
                    read.put(String.valueOf(entry.getKey()), value);
                }
            }
            header = header.with(String.valueOf(module.getKey()), read);
        }
        return header;
    }

    private static byte[] write(Event event) throws ProtocolException {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put(VERSION_KEY, VERSION);
        Map<String, Object> header = new LinkedHashMap<>();
        for (Map.Entry<String, Map<String, Object>> module :
                event.header().asMap().entrySet()) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            for (Map.Entry<String, Object> entry : module.getValue().entrySet()) {
                entries.put(entry.getKey(), TypedJson.write(entry.getValue()));
            }
            header.put(module.getKey(), entries);
        }
        message.put("header", header);
        message.put("data", TypedJson.write(event.data()));
        return JsonWriter.write(message);
    }
}
