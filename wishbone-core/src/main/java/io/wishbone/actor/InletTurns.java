package io.wishbone.actor;

import io.wishbone.queue.EventQueue;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The connected inlets of a module in the order in which they are read: those that steer it first, then those for data,
 * which take turns at being the first of them. <em>Confined to its module's thread.</em>
 */
final class InletTurns {
    private final Inlet[] inlets;
    private final int controls;
    private int turn;

    InletTurns(Collection<Inlet> all) {
        inlets = all.stream()
                .filter(inlet -> inlet.queue() != null)
                .sorted(Comparator.comparing(inlet -> !inlet.isControl()))
                .toArray(Inlet[]::new);
        controls = (int) Stream.of(inlets).filter(Inlet::isControl).count();
    }

    int size() {
        return inlets.length;
    }

    /** The inlet whose turn it is as number {@code index}, 0 or more. */
    Inlet get(int index) {
        if (index < controls) {
            return inlets[index];
        }
        int at = index + turn;
        return inlets[at < inlets.length ? at : at - inlets.length + controls];
    }

    /** Gives the next inlet for data its turn. */
    void next() {
        turn = turn + 1 < inlets.length - controls ? turn + 1 : 0;
    }

    boolean controlsHaveWork() {
        return haveWork(0, controls);
    }

    boolean dataHasWork() {
        return haveWork(controls, inlets.length);
    }

    /** Whether there are events, or a queue has ended, so that its inlet has to go on to the next. */
    private boolean haveWork(int from, int to) {
        for (int i = from; i < to; i++) {
            EventQueue queue = inlets[i].queue();
            if (queue != null && (!queue.isEmpty() || queue.hasEnded())) {
                return true;
            }
        }
        return false;
    }
}
