package io.wishbone.testkit.chaos;

import static io.wishbone.testkit.chaos.Direction.TO_CLIENT;
import static io.wishbone.testkit.chaos.Direction.TO_UPSTREAM;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws the faults of one connection. <em>Confined to one thread.</em> */
final class FaultDraw {
    private static final int MOST_SLOW = 2;
    private static final List<Set<Direction>> STALLED =
            List.of(Set.of(TO_UPSTREAM), Set.of(TO_CLIENT), Set.of(TO_UPSTREAM, TO_CLIENT));

    private final SplittableRandom random;
    private final long mostBytes;

    FaultDraw(long seed, int connection, long mostBytes) {
        // Two steps, so that neighbouring seeds and connections have nothing in common.
        this.random = new SplittableRandom(new SplittableRandom(seed).nextLong() + connection);
        this.mostBytes = mostBytes;
    }

    static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    List<Fault> faults(Set<FaultKind> kinds) {
        List<FaultKind> ending = kinds.stream().filter(FaultKind::isEnding).toList();
        List<FaultKind> slowing =
                kinds.stream().filter(kind -> !kind.isEnding()).toList();
        List<Fault> faults = new ArrayList<>();
        for (int i = slowing.isEmpty() ? 0 : random.nextInt(MOST_SLOW + 1); i > 0; i--) {
            faults.add(fault(oneOf(slowing)));
        }
        if (!ending.isEmpty()) {
            faults.add(fault(oneOf(ending)));
        }
        return List.copyOf(faults);
    }

    private Fault fault(FaultKind kind) {
        long after = upTo(mostBytes);
        return switch (kind) {
            case CUT -> new Fault.Cut(TO_UPSTREAM, after);
            case RESET -> new Fault.Reset(TO_UPSTREAM, after);
            case HALF_CLOSE -> new Fault.HalfClose(TO_UPSTREAM, after, random.nextBoolean() ? TO_UPSTREAM : TO_CLIENT);
            case STALL -> new Fault.Stall(TO_UPSTREAM, after, oneOf(STALLED), millis(5, 50));
            case DRIP -> drip(after);
            case ONE_BYTE -> Fault.Slow.oneByte(TO_UPSTREAM, after, upTo(4 << 10));
            case DELAY -> Fault.Slow.delay(TO_UPSTREAM, after, upTo(64 << 10), millis(1, 10));
        };
    }

    private Fault drip(long after) {
        int bytes = (int) upTo(512);
        long whole = Math.min(random.nextLong(64, 8 << 10), 50L * bytes);
        return Fault.Slow.drip(TO_UPSTREAM, after, whole, bytes, millis(1, 3));
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most + 1));
    }

    /** 1 to a bound, each power of two as likely as the next. */
    private long upTo(long bound) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(bound);
        long most = Math.min(bound, (1L << random.nextInt(1, bits + 1)) - 1);
        return random.nextLong(1, most + 1);
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
