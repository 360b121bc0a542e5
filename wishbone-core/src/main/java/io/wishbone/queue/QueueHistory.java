package io.wishbone.queue;

import java.util.Arrays;

/**
 * What a queue did over time, as somebody who looks at its counters now and then can tell: rates, the most that waited,
 * and for how long the oldest event waits.
 *
 * <p><em>Thread-safe.</em> All times are nanoseconds of one clock, from an arbitrary origin. It costs those who use the
 * queue nothing but a comparison for each batch.
 */
public final class QueueHistory {
    private static final int SAMPLES = 128;
    private static final double NANOS_PER_SECOND = 1e9;

    private final EventQueue queue;

    // How many events had come by when; thinned out when full, so that samples are the further apart the older they
    // are.
    private long[] sampledAt = {};
    private long[] sampledCount = {};
    private int samples;

    private boolean begun;
    private long reportedAt;
    private long reportedIn;
    private long reportedOut;
    private long reportedDropped;
    private double inRate;
    private double outRate;
    private double droppedRate;
    private long highWatermark;
    private long highestWatermark;

    QueueHistory(EventQueue queue) {
        this.queue = queue;
    }

    /** Notes how many events have come until now; once a second or so. */
    public synchronized void sample(long now) {
        begin(now);
        forgetUntil(queue.leftCount());
        long count = queue.enteredCount();
        if (count <= (samples > 0 ? sampledCount[samples - 1] : queue.leftCount())) {
            return;
        }
        if (samples == sampledAt.length) {
            makeRoom(now);
        }
        sampledAt[samples] = now;
        sampledCount[samples] = count;
        samples++;
    }

    private void begin(long now) {
        if (!begun) {
            begun = true;
            reportedAt = now;
        }
    }

    /** Forgets the samples all of whose events have left. */
    private void forgetUntil(long left) {
        int gone = 0;
        while (gone < samples && sampledCount[gone] <= left) {
            gone++;
        }
        if (gone > 0) {
            remove(0, gone);
        }
    }

    private void remove(int from, int count) {
        samples -= count;
        System.arraycopy(sampledAt, from + count, sampledAt, from, samples - from);
        System.arraycopy(sampledCount, from + count, sampledCount, from, samples - from);
    }

    private void makeRoom(long now) {
        if (samples < SAMPLES) {
            int larger = Math.max(4, samples * 2);
            sampledAt = Arrays.copyOf(sampledAt, larger);
            sampledCount = Arrays.copyOf(sampledCount, larger);
            return;
        }
        remove(leastMissed(now), 1);
    }

    /** The sample without which the age of what came before it is wrong by the least part; never the first. */
    private int leastMissed(long now) {
        int least = 1;
        double leastError = Double.MAX_VALUE;
        for (int i = 1; i < samples - 1; i++) {
            double error = (double) (sampledAt[i + 1] - sampledAt[i - 1]) / (now - sampledAt[i - 1]);
            if (error < leastError) {
                least = i;
                leastError = error;
            }
        }
        return least;
    }

    /**
     * For how long the event has waited that waits longest: at least so long, and at most as much longer as there was
     * between two samples; 0 if none waits. What waits for hours is told to a sixth of that.
     *
     * @return nanoseconds
     */
    public synchronized long oldestNanos(long now) {
        long left = queue.leftCount();
        for (int i = 0; i < samples; i++) {
            if (sampledCount[i] > left) {
                return Math.max(0, now - sampledAt[i]);
            }
        }
        return 0;
    }

    /**
     * Ends a period, and begins the next: from here on, rates and the high watermark are those of the one that ended.
     */
    public synchronized void report(long now) {
        begin(now);
        long in = queue.inTotal();
        long out = queue.outTotal();
        long dropped = queue.droppedTotal();
        double seconds = (now - reportedAt) / NANOS_PER_SECOND;
        inRate = rate(in - reportedIn, seconds);
        outRate = rate(out - reportedOut, seconds);
        droppedRate = rate(dropped - reportedDropped, seconds);
        reportedAt = now;
        reportedIn = in;
        reportedOut = out;
        reportedDropped = dropped;
        highWatermark = queue.takePeak();
        highestWatermark = Math.max(highestWatermark, highWatermark);
    }

    private static double rate(long events, double seconds) {
        return seconds > 0 ? events / seconds : 0;
    }

    /** How many events came a second, in the last period that ended; 0 before that. */
    public synchronized double inRate() {
        return inRate;
    }

    /** How many events the consumer took a second, in the last period that ended; 0 before that. */
    public synchronized double outRate() {
        return outRate;
    }

    /** How many events were dropped a second, in the last period that ended; 0 before that. */
    public synchronized double droppedRate() {
        return droppedRate;
    }

    /** The most events that waited at the end of a batch, in the last period that ended and since. */
    public synchronized long highWatermark() {
        return Math.max(highWatermark, queue.peak());
    }

    /** The most events that ever waited at the end of a batch. */
    public synchronized long highestWatermark() {
        return Math.max(highestWatermark, queue.peak());
    }
}
