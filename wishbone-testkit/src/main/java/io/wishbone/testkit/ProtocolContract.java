package io.wishbone.testkit;

import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * The tests that all protocols have in common, for a test class to implement: it reads back what it writes, refuses
 * what is no message by an exception, and is as good as new after that.
 *
 * <pre>{@code
 * class HexTest implements ProtocolContract {
 *     public Protocol newProtocol() {
 *         return HexProtocol.create();
 *     }
 *
 *     public List<byte[]> decodable() {
 *         return List.of("00ff".getBytes(US_ASCII));
 *     }
 * }
 * }</pre>
 */
public interface ProtocolContract {
    /** The module that decoders and encoders are told that they work for. */
    String MODULE = "module";

    /** The protocol, as it is used. */
    Protocol newProtocol();

    /** Messages that it reads, each by itself; none if it can only be written. */
    default List<byte[]> decodable() {
        return List.of();
    }

    /** Messages that it refuses. Default: none, as of protocols that take any bytes. */
    default List<byte[]> undecodable() {
        return List.of();
    }

    /** Events that it writes; none if it can only be read. */
    default List<Event> encodable() {
        return List.of();
    }

    /** Events that it refuses to write. Default: none. */
    default List<Event> unencodable() {
        return List.of();
    }

    /** Whether what it writes of {@link #encodable} gives the same data when it is read. Default: if it does both. */
    default boolean readsBackWhatItWrites() {
        return newProtocol().canDecode() && newProtocol().canEncode();
    }

    /** What decoders and encoders know of where they work; a clock that stands still. */
    static ProtocolContext context() {
        return new ProtocolContext(MODULE, () -> Instant.EPOCH, () -> 0, name -> new LongAdder());
    }

    /** What a decoder makes of a message. */
    static List<Event> decode(Decoder decoder, byte... message) throws Exception {
        List<Event> events = new ArrayList<>();
        decoder.decode(Event.of(message, Header.of("input", Map.of("key", "value"))), events::add);
        return events;
    }

    /** Each of its messages can be read; what the header said before is still there, and the bytes are as they were. */
    @Test
    default void readsItsMessages() throws Exception {
        for (byte[] message : decodable()) {
            byte[] before = message.clone();
            for (Event event : decode(newProtocol().newDecoder(context()), message)) {
                expect("value".equals(event.header("input", "key")), "the header is lost: " + event);
            }
            expect(Arrays.equals(before, message), "it changed the bytes of " + shown(before));
        }
    }

    /** What it refuses, it refuses by an exception with a reason, before it has given anything. */
    @Test
    default void refusesWhatIsNoMessage() {
        for (byte[] message : undecodable()) {
            Decoder decoder = newProtocol().newDecoder(context());
            expectRefused(decoder, message);
        }
    }

    /** A decoder that refused messages reads the next ones as a new one does. */
    @Test
    default void readsOnAfterItRefused() throws Exception {
        Decoder used = newProtocol().canDecode() ? newProtocol().newDecoder(context()) : (event, out) -> {};
        for (byte[] message : decodable()) {
            for (byte[] bad : undecodable()) {
                expectRefused(used, bad);
            }
            String fresh = shown(decode(newProtocol().newDecoder(context()), message));
            String again = shown(decode(used, message));
            expect(again.equals(fresh), "after errors it reads " + again + " (expected: " + fresh + ")");
        }
    }

    /** Whatever the bytes are, a decoder gives events or an exception, and what it gives can be shown. */
    @Test
    default void bearsAnyBytes() throws Exception {
        if (!newProtocol().canDecode()) {
            return;
        }
        SplittableRandom random = new SplittableRandom(7);
        Decoder decoder = newProtocol().newDecoder(context());
        for (int i = 0; i < 500; i++) {
            bears(decoder, Garbage.random(random));
            for (byte[] message : decodable()) {
                bears(decoder, Garbage.changed(message, random));
                bears(decoder, Arrays.copyOf(message, random.nextInt(message.length + 1)));
            }
        }
        for (byte[] message : decodable()) {
            String fresh = shown(decode(newProtocol().newDecoder(context()), message));
            expect(shown(decode(newProtocol().newDecoder(context()), message)).equals(fresh), "it is not repeatable");
        }
    }

    private static void bears(Decoder decoder, byte... bytes) {
        List<Event> events = new ArrayList<>();
        try {
            decoder.decode(Event.of(bytes), events::add);
        } catch (Exception refused) {
            expect(events.isEmpty(), "it gave " + events + ", and then refused " + shown(bytes));
            return;
        } catch (Error error) {
            throw new AssertionError(error + " for " + shown(bytes), error);
        }
        events.forEach(Event::toJson);
    }

    /** What it writes, it reads back. */
    @Test
    default void readsBackWhatItWrote() throws Exception {
        for (Event event : encodable()) {
            byte[] message = newProtocol().newEncoder(context()).encode(event);
            if (readsBackWhatItWrites()) {
                List<Event> back = decode(newProtocol().newDecoder(context()), message);
                expect(back.size() == 1, back.size() + " events come of " + shown(message));
                String was = Event.of(event.data()).toJson();
                String is = Event.of(back.get(0).data()).toJson();
                expect(is.equals(was), "it reads back " + is + " (expected: " + was + ")");
            }
        }
    }

    /** Data of any kind is written or refused by an exception; so is what it says that it refuses. */
    @Test
    default void refusesWhatItCannotWrite() throws Exception {
        if (!newProtocol().canEncode()) {
            return;
        }
        Encoder encoder = newProtocol().newEncoder(context());
        for (Object data : ODD_DATA) {
            try {
                encoder.encode(Event.of(data));
            } catch (Exception refused) {
                expect(refused.getMessage() != null, "it refused " + data + " without a reason: " + refused);
            }
        }
        for (Event event : unencodable()) {
            byte[] written;
            try {
                written = encoder.encode(event);
            } catch (Exception refused) {
                expect(refused.getMessage() != null, "it refused " + event + " without a reason: " + refused);
                continue;
            }
            throw new AssertionError("it wrote " + shown(written) + " for " + event + " (expected: an exception)");
        }
    }

    /** Data of kinds that few protocols have a shape for. */
    List<Object> ODD_DATA = List.of(
            "",
            "\0\uD800",
            new byte[0],
            new byte[] {(byte) 0xff, (byte) 0xc3},
            Map.of(),
            Map.of("key", List.of(1, Map.of())),
            List.of(),
            Long.MIN_VALUE,
            Double.NaN,
            true,
            Duration.ZERO);

    private static void expectRefused(Decoder decoder, byte... message) {
        List<Event> events = new ArrayList<>();
        try {
            decoder.decode(Event.of(message), events::add);
        } catch (Exception refused) {
            boolean isTold =
                    refused.getMessage() != null && !refused.getMessage().isBlank();
            expect(isTold, "no reason why it refused " + shown(message) + ": " + refused);
            expect(events.isEmpty(), "it gave " + events + ", and then refused " + shown(message));
            return;
        }
        throw new AssertionError("it made " + events + " of " + shown(message) + " (expected: an exception)");
    }

    private static String shown(byte... bytes) {
        return Event.of(bytes).toJson();
    }

    private static String shown(List<Event> events) {
        return events.toString();
    }

    private static void expect(boolean fulfilled, String problem) {
        if (!fulfilled) {
            throw new AssertionError(problem);
        }
    }
}
