package io.wishbone.testkit.chaos;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Says what befalls each connection of a {@link ChaosProxy}. The thread that accepts connections asks it, again for the
 * same number if nobody took the connection behind the proxy.
 */
@FunctionalInterface
public interface ChaosSchedule {
    /**
     * The faults of a connection, in any order.
     *
     * @param connection its number, the first being 1
     */
    List<Fault> faults(int connection);

    /** No faults. */
    static ChaosSchedule none() {
        return connection -> List.of();
    }

    /** Faults of the first connection; those that come later have none. */
    static ChaosSchedule onFirst(Fault... faults) {
        return of(List.of(List.of(faults)));
    }

    /** The faults of the first connections, a list for each; those that come later have none. */
    static ChaosSchedule of(List<List<Fault>> ofFirst) {
        List<List<Fault>> faults = ofFirst.stream().map(List::copyOf).toList();
        return connection -> connection <= faults.size() ? faults.get(connection - 1) : List.of();
    }

    /**
     * Faults by chance, the same for the same arguments: for each of the first connections one that ends it and up to
     * two that slow it down, as far as the kinds have such. They count the bytes {@link Direction#TO_UPSTREAM}. Those
     * that come later have none, so that what is tested comes to an end.
     *
     * @param seed makes the difference
     * @param connections how many have faults, 0 or more
     * @param mostBytes a fault happens after this many bytes at the latest, 1 or more; early ones are more frequent
     * @param kinds what to draw from, one or more
     */
    static ChaosSchedule random(long seed, int connections, long mostBytes, Set<FaultKind> kinds) {
        FaultDraw.check(connections >= 0, "connections", connections, "0 or more");
        FaultDraw.check(mostBytes >= 1, "mostBytes", mostBytes, "1 or more");
        FaultDraw.check(!kinds.isEmpty(), "kinds", kinds, "one or more");
        Set<FaultKind> copy = EnumSet.copyOf(kinds);
        return connection ->
                connection <= connections ? new FaultDraw(seed, connection, mostBytes).faults(copy) : List.of();
    }
}
