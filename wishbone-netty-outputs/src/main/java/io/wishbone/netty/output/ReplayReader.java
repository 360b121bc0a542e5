package io.wishbone.netty.output;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.NearestName;
import io.wishbone.module.Parts;
import io.wishbone.netty.output.StreamOutputConfig.Replay;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads a {@link Replay} as bootstrap files write it: {@code off}, or a map. */
final class ReplayReader {
    private static final List<String> KEYS = List.of("bytes", "age");
    private static final ArgumentType<Long> BYTES = ArgumentType.size(0, 1 << 30);
    private static final ArgumentType<Duration> AGE = ArgumentType.duration(Duration.ZERO);

    /** The type of the argument. */
    static final ArgumentType<Replay> TYPE =
            ArgumentType.of("off, or a map such as {bytes: 4MiB, age: 30s}", ReplayReader::read);

    private ReplayReader() {}

    private static Replay read(Object raw) {
        if (raw instanceof Map<?, ?> map) {
            return read(map);
        }
        // Readers of YAML 1.1 take off for false.
        if (raw.toString().equals("off") || raw.equals(false)) {
            return Replay.OFF;
        }
        throw new ArgumentException(TYPE.description());
    }

    private static Replay read(Map<?, ?> map) {
        Parts parts = new Parts();
        for (Object key : map.keySet()) {
            if (!KEYS.contains(key.toString())) {
                parts.read(key, () -> {
                    throw new ArgumentException("unknown key \"" + key + "\"" + NearestName.hint(key.toString(), KEYS)
                            + " (expected: bytes, age)");
                });
            }
        }
        Object bytes = map.get("bytes");
        Object age = map.get("age");
        long size = bytes == null
                ? Replay.DEFAULT.bytes()
                : parts.read("bytes", () -> BYTES.read(bytes)).orElse(0L);
        Duration time = age == null
                ? Replay.DEFAULT.age()
                : parts.read("age", () -> AGE.read(age)).orElse(Duration.ZERO);
        parts.check();
        return new Replay(size, time);
    }
}
