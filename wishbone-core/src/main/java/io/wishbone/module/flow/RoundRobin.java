package io.wishbone.module.flow;

import io.wishbone.actor.Actor;
import io.wishbone.actor.OutletGroup;
import io.wishbone.event.Event;
import io.wishbone.expression.EventFunction;
import java.util.SplittableRandom;

/**
 * Hands each event in {@code inbox} to one of the connected outlets; the names of outlets are free.
 *
 * <p>One outlet that is full stops all, since an event is given to the one that is its turn. Sticky events keep their
 * outlet over restarts, in whatever order outlets are connected; where one is taken away, only the keys that it had
 * move (rendezvous hashing, Thaler and Ravishankar, 1998).
 */
public final class RoundRobin extends Actor {
    private interface Choice {
        int next(Event event) throws Exception;
    }

    private final OutletGroup outlets = dynamicOutlets();
    private final Choice choice;
    private long[] nameHashes = {};
    private int turn = -1;

    /** Makes a round robin without outlets; connecting from any name makes one. */
    public RoundRobin(RoundRobinConfig config) {
        EventFunction<?> key = config.key();
        this.choice = key != null ? event -> byKey(key, event) : unkeyed(config);
        inlet(INBOX, this::consume);
    }

    private Choice unkeyed(RoundRobinConfig config) {
        if (config.mode() == RoundRobinConfig.Mode.IN_TURN) {
            return event -> nextInTurn();
        }
        Long seed = config.seed();
        SplittableRandom random = seed == null ? new SplittableRandom() : new SplittableRandom(seed);
        return event -> random.nextInt(outlets.size());
    }

    @Override
    public void onStart() {
        onRewired();
    }

    @Override
    public void onRewired() {
        nameHashes = outlets.names().stream().mapToLong(Keys::hash).toArray();
    }

    private void consume(Event event) throws Exception {
        if (outlets.size() == 0) {
            outlets.submitNowhere(event);
        } else {
            outlets.get(choice.next(event)).submit(event);
        }
    }

    private int nextInTurn() {
        turn = turn + 1 < outlets.size() ? turn + 1 : 0;
        return turn;
    }

    private int byKey(EventFunction<?> key, Event event) throws Exception {
        long hash = Keys.hash(Keys.of(key, event));
        int best = 0;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < nameHashes.length; i++) {
            long weight = Keys.mix(hash ^ nameHashes[i]);
            if (weight > highest) {
                highest = weight;
                best = i;
            }
        }
        return best;
    }
}
