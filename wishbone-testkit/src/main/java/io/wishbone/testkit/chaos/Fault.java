package io.wishbone.testkit.chaos;

import java.time.Duration;
import java.util.Set;

/**
 * What a {@link ChaosProxy} does to a connection. Each fault happens once so many bytes have gone one way through the
 * connection, and not by the clock, so that it happens at the same place each time. <em>Immutable.</em>
 */
public sealed interface Fault {
    /** The longest time that a fault may take. */
    Duration LONGEST = Duration.ofDays(365);

    /** Of which direction the bytes are counted. */
    Direction counted();

    /** After how many bytes it happens: as soon as exactly these have gone on; 0 is before the first. */
    long afterBytes();

    /**
     * Closes both sides, as when the proxy's process ends. What it has not passed on is lost. Each side sees the end of
     * the stream; a side of which bytes were unread in the kernel sees a reset, as always.
     */
    record Cut(Direction counted, long afterBytes) implements Fault {
        public Cut {
            checkAfter(afterBytes);
        }
    }

    /** Resets both sides (an RST, by {@code SO_LINGER} 0); what they had not read themselves is lost, too. */
    record Reset(Direction counted, long afterBytes) implements Fault {
        public Reset {
            checkAfter(afterBytes);
        }
    }

    /**
     * Ends one direction: its receiver sees the end of the stream, and the other direction goes on. What its sender
     * sends from then on is not passed on. Both sides are closed when the other direction has ended, too.
     *
     * @param ended the direction that ends
     */
    record HalfClose(Direction counted, long afterBytes, Direction ended) implements Fault {
        public HalfClose {
            checkAfter(afterBytes);
        }
    }

    /**
     * Passes nothing on for a while. Both sockets stay open, and the kernels go on to take what their buffers hold.
     *
     * @param stalled the directions that stand still
     * @param time for how long, more than 0, 365 days at most
     */
    record Stall(Direction counted, long afterBytes, Set<Direction> stalled, Duration time) implements Fault {
        public Stall {
            checkAfter(afterBytes);
            stalled = Set.copyOf(stalled);
            check(!stalled.isEmpty(), "stalled", stalled, "one direction or both");
            check(
                    time.compareTo(Duration.ZERO) > 0 && time.compareTo(LONGEST) <= 0,
                    "time",
                    time,
                    "more than 0, 365 days at most");
        }
    }

    /**
     * Passes bytes on in small segments, or late.
     *
     * @param counted the direction that is slow
     * @param forBytes for how many bytes, 1 or more
     * @param segmentBytes the most bytes that are passed on at once, 1 or more; each is a TCP segment of its own as
     *     long as the receiver reads
     * @param pause how long each segment waits, 0 to 365 days
     */
    record Slow(Direction counted, long afterBytes, long forBytes, int segmentBytes, Duration pause) implements Fault {
        public Slow {
            checkAfter(afterBytes);
            check(forBytes >= 1, "forBytes", forBytes, "1 or more");
            check(segmentBytes >= 1, "segmentBytes", segmentBytes, "1 or more");
            check(!pause.isNegative() && pause.compareTo(LONGEST) <= 0, "pause", pause, "0 to 365 days");
        }

        /** Segments of one byte, without a pause. */
        public static Slow oneByte(Direction direction, long afterBytes, long forBytes) {
            return new Slow(direction, afterBytes, forBytes, 1, Duration.ZERO);
        }

        /** A slow drip: so many bytes, then a pause, and so on. */
        public static Slow drip(Direction direction, long afterBytes, long forBytes, int bytes, Duration every) {
            return new Slow(direction, afterBytes, forBytes, bytes, every);
        }

        /** What is read at once, up to 64 KiB, is passed on so much later. */
        public static Slow delay(Direction direction, long afterBytes, long forBytes, Duration time) {
            return new Slow(direction, afterBytes, forBytes, Integer.MAX_VALUE, time);
        }

        long endsAt() {
            long end = afterBytes + forBytes;
            return end < 0 ? Long.MAX_VALUE : end;
        }
    }

    private static void checkAfter(long afterBytes) {
        check(afterBytes >= 0, "afterBytes", afterBytes, "0 or more");
    }

    private static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
