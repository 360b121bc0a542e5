package io.wishbone.testkit.chaos;

/** Which way bytes go through a {@link ChaosProxy}. */
public enum Direction {
    /** From who connected to the proxy, to who listens behind it. */
    TO_UPSTREAM,
    /** From who listens behind the proxy, to who connected to it. */
    TO_CLIENT
}
