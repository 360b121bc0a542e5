package io.wishbone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wishbone.event.Event;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.Malformed;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.protocol.TextProtocol;
import io.wishbone.testkit.ProtocolContract;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Whatever comes, a decoder gives events of bounded size or throws a {@link ProtocolException}; and what it gave can be
 * written and is then read as it was.
 */
class ProtocolFuzzTest {
    /** What is said of compressed messages, so that a little input shows whether it holds. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_RATIO = 50;

    /** What little input may become in any case, see {@link Expansion}, as JSON that is all escapes. */
    private static final int SMALL = 6 * (64 << 10) + 1000;

    /**
     * How much longer than a message the JSON of what it becomes may be; all escapes, and a name for each of its bytes.
     */
    private static final int SHOWN = 64;

    private static final ProtocolContext CONTEXT = new ProtocolContext(
            "module", () -> Instant.parse("2026-06-01T00:00:00Z"), () -> 0, name -> new LongAdder());

    @FuzzTest(maxDuration = "1m")
    void json(byte[] input) throws Exception {
        check(JsonProtocol.create(), input);
    }

    @FuzzTest(maxDuration = "1m")
    void msgpack(byte[] input) throws Exception {
        check(MsgpackProtocol.create(), input);
    }

    @FuzzTest(maxDuration = "1m")
    void wishbone(byte[] input) throws Exception {
        check(WishboneProtocol.create(), input);
    }

    @FuzzTest(maxDuration = "1m")
    void syslog(byte[] input) throws Exception {
        checkSettled(SyslogProtocol.create(), input);
    }

    @FuzzTest(maxDuration = "1m")
    void gelf(byte[] input) throws Exception {
        checkSettled(GelfProtocol.create(), input);
    }

    @FuzzTest(maxDuration = "1m")
    void csv(byte[] input) throws Exception {
        check(CsvProtocol.create(CsvConfig.of()), input);
    }

    @FuzzTest(maxDuration = "1m")
    void graphite(byte[] input) throws Exception {
        checkSettled(GraphiteProtocol.create(), input);
    }

    @FuzzTest(maxDuration = "1m")
    void logfmt(byte[] input) throws Exception {
        check(LogfmtProtocol.create(), input);
    }

    @FuzzTest(maxDuration = "1m")
    void text(byte[] input) throws Exception {
        check(TextProtocol.create(StandardCharsets.UTF_8, Malformed.REFUSE), input);
    }

    @FuzzTest(maxDuration = "1m")
    void gzip(byte[] input) throws Exception {
        check(GzipProtocol.create(Bytes.PLAIN, MAX_BYTES, MAX_RATIO), input);
    }

    @FuzzTest(maxDuration = "1m")
    void zstd(byte[] input) throws Exception {
        check(ZstdProtocol.create(Bytes.PLAIN, MAX_BYTES, MAX_RATIO), input);
    }

    /** Chunks of GELF that come one after the other, each with its length before it. */
    @FuzzTest(maxDuration = "1m")
    void gelfInChunks(byte[] input) throws Exception {
        Decoder decoder = GelfProtocol.create().newDecoder(CONTEXT);
        int from = 0;
        while (from < input.length) {
            int to = Math.min(input.length, from + 1 + (input[from] & 0xff));
            byte[] chunk = Arrays.copyOfRange(input, from + 1, to);
            from = to;
            try {
                ProtocolContract.decode(decoder, chunk).forEach(Event::toJson);
            } catch (ProtocolException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    /** What it gave can be written and is then read as it was. */
    private static void check(Protocol protocol, byte[] input) throws Exception {
        for (Event event : decodeWithin(protocol, input)) {
            assertThat(json(again(protocol, event))).isEqualTo(json(event));
        }
    }

    /** As above, but what is written first gets what the protocol wants and the event does not have. */
    private static void checkSettled(Protocol protocol, byte[] input) throws Exception {
        for (Event event : decodeWithin(protocol, input)) {
            Event settled;
            try {
                settled = again(protocol, event);
            } catch (ProtocolException refused) {
                // Some messages are read that lack what has to be written, such as the short_message of GELF.
                assertThat(refused).hasMessageContaining("data.");
                continue;
            }
            assertThat(again(protocol, settled).data()).isEqualTo(settled.data());
        }
    }

    /** The events of a message; none if it is refused. */
    private static List<Event> decodeWithin(Protocol protocol, byte[] input) throws Exception {
        byte[] before = input.clone();
        List<Event> events;
        try {
            events = decode(protocol, input);
        } catch (ProtocolException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return List.of();
        }
        assertThat(input).isEqualTo(before);
        long shown = 0;
        for (Event event : events) {
            shown += event.toJson().length();
        }
        assertThat(shown).isLessThanOrEqualTo(SMALL + (long) SHOWN * MAX_RATIO * input.length);
        return events;
    }

    private static Event again(Protocol protocol, Event event) throws Exception {
        List<Event> events = decode(protocol, protocol.newEncoder(CONTEXT).encode(event));
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static List<Event> decode(Protocol protocol, byte[] message) throws Exception {
        return ProtocolContract.decode(protocol.newDecoder(CONTEXT), message);
    }

    private static String json(Event event) {
        return Event.of(event.data()).toJson();
    }
}
