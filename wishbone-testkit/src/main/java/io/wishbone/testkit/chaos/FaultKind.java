package io.wishbone.testkit.chaos;

/** The kinds of {@link Fault} that a {@link ChaosSchedule#random random schedule} draws from. */
public enum FaultKind {
    /** {@link Fault.Cut}. */
    CUT(true),
    /** {@link Fault.Reset}. */
    RESET(true),
    /** {@link Fault.HalfClose}, of either direction. */
    HALF_CLOSE(true),
    /** {@link Fault.Stall} of 5 to 50 ms, of either direction or both. */
    STALL(false),
    /** {@link Fault.Slow#drip}: 1 to 512 bytes each 1 to 3 ms, for 64 bytes to 8 KiB and at most 50 times. */
    DRIP(false),
    /** {@link Fault.Slow#oneByte}, for 1 byte to 4 KiB. */
    ONE_BYTE(false),
    /** {@link Fault.Slow#delay} of 1 to 10 ms, for 1 byte to 64 KiB. */
    DELAY(false);

    private final boolean ending;

    FaultKind(boolean ending) {
        this.ending = ending;
    }

    /** Whether the connection ends by it. */
    public boolean isEnding() {
        return ending;
    }
}
