package io.wishbone.netty.output;

import static io.wishbone.netty.output.StreamOutputConfig.check;

import java.time.Duration;
import java.util.Objects;

/**
 * How many events of an {@link HttpOutput} become one request. <em>Immutable.</em>
 *
 * @param events how many at most, 1 to 2^20
 * @param bytes how many bytes the body has at most, unless one event alone has more; 1 to 2^30
 * @param age how long the first waits for others, 1 ms to 365 days
 * @param format how their bytes are put together
 * @param separator what stands between events where the format is {@link Format#JOINED}
 */
public record HttpBatchConfig(int events, long bytes, Duration age, Format format, String separator) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    /** How events are put together in one body. */
    public enum Format {
        /** Each, then LF: what is called NDJSON if they are JSON. */
        LINES,
        /** A JSON array of them; each has to be JSON. */
        ARRAY,
        /** One behind the other, with the separator between them. */
        JOINED
    }

    /** A request for each event. */
    public static final HttpBatchConfig SINGLE =
            new HttpBatchConfig(1, 1 << 20, Duration.ofSeconds(1), Format.JOINED, "");

    public HttpBatchConfig {
        check(events >= 1 && events <= 1 << 20, "batch.events", events, "1 to 2^20");
        check(bytes >= 1 && bytes <= 1 << 30, "batch.bytes", bytes, "1 to 2^30");
        check(age.compareTo(SHORTEST) >= 0 && age.compareTo(LONGEST) <= 0, "batch.age", age, "1 ms to 365 days");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(separator, "separator");
    }
}
