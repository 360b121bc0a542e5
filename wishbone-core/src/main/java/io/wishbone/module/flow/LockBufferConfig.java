package io.wishbone.module.flow;

/**
 * How much a {@link LockBuffer} keeps, and how it begins. <em>Immutable.</em>
 *
 * @param size how many events it keeps, 1 to 1,000,000
 * @param maxBytes how many bytes it keeps, 1 B to 1 GiB, the event that reaches it included
 * @param locked whether it is locked at first
 */
public record LockBufferConfig(int size, long maxBytes, boolean locked) {
    /** The most bytes that a buffer may be given. */
    static final long MOST_BYTES = 1L << 30;

    public LockBufferConfig {
        Checks.range("size", size, 1, Checks.MOST_REMEMBERED);
        Checks.range("max_bytes", maxBytes, 1, MOST_BYTES);
    }

    /** Up to 4 MiB, not locked at first. */
    public static LockBufferConfig ofSize(int size) {
        return new LockBufferConfig(size, 4 << 20, false);
    }
}
