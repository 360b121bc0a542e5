package io.wishbone.netty.framing;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import java.util.Map;

/** How a byte stream is cut into messages. */
public enum Framing {
    /** Lines that end in LF or CRLF. */
    LINES;

    private static final String EXPECTED = "lines";

    /** The type of the argument {@code framing}: a name, or a map such as {@code {type: lines}}. */
    public static ArgumentType<Framing> argumentType() {
        return ArgumentType.of(EXPECTED + ", or a map such as {type: lines}", Framing::read);
    }

    private static Framing read(Object raw) {
        Object name = raw instanceof Map<?, ?> map ? map.get("type") : raw;
        boolean hasMore = raw instanceof Map<?, ?> map && map.size() > 1;
        if (!EXPECTED.equals(name)) {
            throw new ArgumentException(EXPECTED);
        }
        if (hasMore) {
            throw new ArgumentException("{type: lines}, which takes nothing else");
        }
        return LINES;
    }
}
