package io.wishbone.queue;

/**
 * How much a queue holds before its producer has to wait: a high and a low watermark, in events and in bytes.
 *
 * <p><em>Immutable.</em> At or above either high watermark the queue is full; its producer goes on once both counts
 * have come down to the low watermarks, which are half of the high ones.
 *
 * @param maxEvents the high watermark in events, 1 to 2^24; default 4,096
 * @param maxBytes the high watermark in bytes, 1 or more; default 4 MiB
 */
public record QueueLimits(int maxEvents, long maxBytes) {
    /** 4,096 events and 4 MiB. */
    public static final QueueLimits DEFAULT = new QueueLimits(4096, 4L << 20);

    private static final int MOST_EVENTS = 1 << 24;
    private static final int HARD_LIMIT_FACTOR = 4;

    public QueueLimits {
        if (maxEvents < 1 || maxEvents > MOST_EVENTS) {
            throw new IllegalArgumentException("maxEvents: " + maxEvents + " (expected: 1 to " + MOST_EVENTS + ")");
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: >= 1)");
        }
    }

    /** Limits with this many events and the default of 4 MiB. */
    public static QueueLimits ofEvents(int maxEvents) {
        return new QueueLimits(maxEvents, DEFAULT.maxBytes);
    }

    /** The low watermark in events: half of the high one, 0 if that is 1. */
    public int lowEvents() {
        return maxEvents / 2;
    }

    /** The low watermark in bytes: half of the high one. */
    public long lowBytes() {
        return maxBytes / 2;
    }

    /** The limits that a connection closing a cycle has, since it cannot make its producer wait: four times these. */
    QueueLimits hardLimits() {
        return new QueueLimits(
                (int) Math.min((long) maxEvents * HARD_LIMIT_FACTOR, MOST_EVENTS),
                maxBytes > Long.MAX_VALUE / HARD_LIMIT_FACTOR ? Long.MAX_VALUE : maxBytes * HARD_LIMIT_FACTOR);
    }
}
