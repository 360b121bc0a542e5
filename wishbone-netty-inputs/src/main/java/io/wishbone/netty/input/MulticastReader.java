package io.wishbone.netty.input;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Parts;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a multicast group as bootstrap files say it: its address, or a map with more. */
final class MulticastReader {
    private static final List<String> KEYS = List.of("group", "interface", "source");
    private static final String EXPECTED =
            "a multicast address, or a map such as {group: 239.1.2.3, interface: eth0, source: 192.0.2.1}";

    /** A group. */
    static final ArgumentType<MulticastGroup> TYPE = ArgumentType.of(EXPECTED, MulticastReader::read);

    private MulticastReader() {}

    private static MulticastGroup read(Object raw) {
        return raw instanceof Map<?, ?> map
                ? readMap(map)
                : MulticastGroup.parse(ArgumentType.text().read(raw));
    }

    private static MulticastGroup readMap(Map<?, ?> map) {
        Parts parts = new Parts();
        for (Object key : map.keySet()) {
            parts.read(key, () -> known(key));
        }
        Optional<InetAddress> group = parts.read("group", () -> address(map, "group"));
        Optional<InetAddress> source =
                map.containsKey("source") ? parts.read("source", () -> address(map, "source")) : Optional.empty();
        Optional<String> on =
                map.containsKey("interface") ? parts.read("interface", () -> text(map, "interface")) : Optional.empty();
        parts.check();
        return new MulticastGroup(group.orElseThrow(), on.orElse(null), source.orElse(null));
    }

    private static Object known(Object key) {
        if (!KEYS.contains(key)) {
            throw new ArgumentException("unknown key \"" + key + "\" (expected: " + String.join(", ", KEYS) + ")");
        }
        return key;
    }

    private static InetAddress address(Map<?, ?> map, String key) {
        return MulticastGroup.literal(key, text(map, key));
    }

    private static String text(Map<?, ?> map, String key) {
        Object value = map.get(key);
        if (value == null) {
            throw new ArgumentException("\"" + key + "\" is missing (expected: " + EXPECTED + ")");
        }
        return ArgumentType.text().read(value);
    }
}
