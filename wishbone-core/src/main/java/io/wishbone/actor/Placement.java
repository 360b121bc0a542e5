package io.wishbone.actor;

import java.util.List;

/** Where a module wants to run. <em>Immutable.</em> */
public sealed interface Placement {
    /** On the home of the module that feeds it, or on a worker if none does. The default, and the fastest. */
    static Placement inherit() {
        return new Inherit();
    }

    /** On one of the router's workers: for a module that computes for longer than some microseconds an event. */
    static Placement cpu() {
        return new Cpu();
    }

    /** On a thread of its own: for a module that waits, on a file, a database or a lock. */
    static Placement blocking() {
        return new Blocking();
    }

    /** On a home of the module's choice, such as the event loop of its channel. */
    static Placement on(Home home) {
        return new On(home);
    }

    /**
     * Across several homes: for an input whose connections live on several event loops. The module itself runs on the
     * first; its outlets have an {@link Emitter} on each, by which alone it submits.
     *
     * @param homes one or more, without repetition
     */
    static Placement across(List<? extends Home> homes) {
        return new Across(List.copyOf(homes));
    }

    /** See {@link Placement#inherit}. */
    record Inherit() implements Placement {}

    /** See {@link Placement#cpu}. */
    record Cpu() implements Placement {}

    /** See {@link Placement#blocking}. */
    record Blocking() implements Placement {}

    /**
     * See {@link Placement#on}.
     *
     * @param home the module's thread
     */
    record On(Home home) implements Placement {}

    /**
     * See {@link Placement#across}.
     *
     * @param homes one or more
     */
    record Across(List<Home> homes) implements Placement {
        public Across {
            if (homes.isEmpty()) {
                throw new IllegalArgumentException("homes is empty (expected: at least one)");
            }
        }
    }
}
