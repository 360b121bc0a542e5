package io.wishbone.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Counts the lines that come out of a pipe, and checks that each is the next of its sender's connection. <em>One thread
 * checks; any thread reads the counts.</em>
 */
final class LineCheck {
    private static final long QUIET_NANOS = 5_000_000_000L;

    private final int[] expected;
    private volatile long received;
    private volatile long faults;

    LineCheck(int connections) {
        this.expected = new int[connections];
    }

    long received() {
        return received;
    }

    /** Lines that were not the next of their connection, or were not whole. */
    long faults() {
        return faults;
    }

    /** Returns when so many lines have come, or none for five seconds. */
    void awaitAll(long sent) throws InterruptedException {
        long before = -1;
        long changed = System.nanoTime();
        while (received < sent && System.nanoTime() - changed < QUIET_NANOS) {
            if (received != before) {
                before = received;
                changed = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Takes the whole lines out of a buffer that was just filled, and makes it ready to be filled again. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread alone writes
    void take(ByteBuffer buffer) {
        buffer.flip();
        int lines = buffer.remaining() / NumberedLine.LENGTH;
        for (int i = 0; i < lines; i++) {
            check(buffer, i * NumberedLine.LENGTH);
        }
        received += lines;
        buffer.position(lines * NumberedLine.LENGTH);
        buffer.compact();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread alone writes
    private void check(ByteBuffer buffer, int at) {
        int connection = NumberedLine.fromHex(buffer.getLong(at + Long.BYTES));
        int number = NumberedLine.fromHex(buffer.getLong(at));
        boolean isWhole =
                buffer.get(at + NumberedLine.LENGTH - 1) == '\n' && connection >= 0 && connection < expected.length;
        if (!isWhole || number != expected[connection]) {
            faults++;
        }
        if (isWhole) {
            expected[connection] = number + 1;
        }
    }
}
