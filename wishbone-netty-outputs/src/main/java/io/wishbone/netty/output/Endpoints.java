package io.wishbone.netty.output;

import io.wishbone.netty.output.TcpOutputConfig.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In which order endpoints are to be tried. <em>Confined to its module's thread.</em> One that could not be connected
 * to comes last for some time.
 */
final class Endpoints {
    private final List<Endpoint> all;
    private final Strategy strategy;
    private final long ejectionNanos;
    private final Map<Endpoint, Long> failedAt = new HashMap<>();
    private int turn;
    private int addressTurn;

    Endpoints(List<Endpoint> all, Strategy strategy, Duration ejection) {
        this.all = all;
        this.strategy = strategy;
        this.ejectionNanos = ejection.toNanos();
    }

    /** All of them, those that failed lately last. */
    List<Endpoint> order(long now) {
        List<Endpoint> order = new ArrayList<>();
        List<Endpoint> ejected = new ArrayList<>();
        int first = strategy == Strategy.ROUND_ROBIN ? Math.floorMod(turn++, all.size()) : 0;
        for (int i = 0; i < all.size(); i++) {
            Endpoint endpoint = all.get((first + i) % all.size());
            Long failed = failedAt.get(endpoint);
            boolean isEjected = failed != null && now - failed < ejectionNanos;
            (isEjected ? ejected : order).add(endpoint);
        }
        order.addAll(ejected);
        return order;
    }

    void failed(Endpoint endpoint, long now) {
        failedAt.put(endpoint, now);
    }

    void works(Endpoint endpoint) {
        failedAt.remove(endpoint);
    }

    /** Which of the addresses of a name to take. */
    int nextAddress(int addresses) {
        return Math.floorMod(addressTurn++, addresses);
    }
}
