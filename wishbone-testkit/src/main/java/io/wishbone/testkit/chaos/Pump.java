package io.wishbone.testkit.chaos;

import io.wishbone.testkit.chaos.Fault.Slow;
import io.wishbone.testkit.chaos.Fault.Stall;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Passes the bytes of one direction of a link on, and makes the faults that count them happen. <em>Runs on a thread of
 * its own.</em>
 */
final class Pump implements Runnable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Link link;
    private final Direction direction;
    private final Socket from;
    private final Socket to;
    private final Queue<Fault> due;
    private final List<Slow> slow;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long passed;

    Pump(Link link, Direction direction, Socket from, Socket to, List<Fault> faults) {
        this.link = link;
        this.direction = direction;
        this.from = from;
        this.to = to;
        List<Fault> ours =
                faults.stream().filter(fault -> fault.counted() == direction).toList();
        this.slow = ours.stream()
                .filter(Slow.class::isInstance)
                .map(Slow.class::cast)
                .toList();
        this.due = new ArrayDeque<>(ours.stream()
                .filter(fault -> !(fault instanceof Slow))
                .sorted(Comparator.comparingLong(Fault::afterBytes))
                .toList());
    }

    @Override
    public void run() {
        try {
            faultsThatAreDue();
            while (!link.isEnded(direction)) {
                passSome();
                faultsThatAreDue();
            }
        } catch (IOException e) {
            // A side is gone, or a fault has ended the link; neither side is to wait for the other.
            link.reset();
        } catch (InterruptedException e) {
            // The link is over; nobody is to wait for the end of a stall.
            Thread.currentThread().interrupt();
        }
    }

    private void faultsThatAreDue() throws IOException, InterruptedException {
        for (Fault next = due.peek(); next != null && next.afterBytes() <= passed; next = due.peek()) {
            due.remove();
            link.happen(next);
        }
    }

    /** Passes on what may go at once, or that the stream has ended. */
    private void passSome() throws IOException, InterruptedException {
        Slow pace = pace();
        int count = from.getInputStream().read(buffer, 0, limit(pace));
        if (pace != null && count > 0) {
            link.pause(pace.pause());
        }
        link.awaitPassage(direction);
        if (count < 0) {
            link.end(direction);
        } else if (!link.isEnded(direction)) {
            stallsDueAfter(count);
            to.getOutputStream().write(buffer, 0, count);
            passed += count;
            link.count(direction, count);
        }
    }

    /** Who has the last byte before a stall is to find the other direction at rest. */
    private void stallsDueAfter(int count) throws IOException {
        while (due.peek() instanceof Stall stall && stall.afterBytes() <= passed + count) {
            due.remove();
            link.happen(stall);
        }
    }

    private @Nullable Slow pace() {
        for (Slow each : slow) {
            if (passed >= each.afterBytes() && passed < each.endsAt()) {
                return each;
            }
        }
        return null;
    }

    /** No read goes over the place of the next fault. */
    private int limit(@Nullable Slow pace) {
        long limit = buffer.length;
        Fault next = due.peek();
        if (next != null) {
            limit = Math.min(limit, next.afterBytes() - passed);
        }
        for (Slow each : slow) {
            if (each.afterBytes() > passed) {
                limit = Math.min(limit, each.afterBytes() - passed);
            }
        }
        if (pace != null) {
            limit = Math.min(limit, Math.min(pace.segmentBytes(), pace.endsAt() - passed));
        }
        return (int) limit;
    }
}
