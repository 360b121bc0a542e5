package io.wishbone.netty.output;

/**
 * How much an output keeps that is not delivered. <em>Immutable.</em> One event more than the bytes allow may be kept.
 *
 * @param events 1 or more
 * @param bytes by the size of the events, 1 or more
 */
public record InFlight(int events, long bytes) {
    /** 4,096 events and 4 MiB. */
    public static final InFlight DEFAULT = new InFlight(4096, 4 << 20);

    public InFlight {
        StreamOutputConfig.check(events >= 1, "maxInFlight", events, ">= 1");
        StreamOutputConfig.check(bytes >= 1, "maxInFlightBytes", bytes, ">= 1");
    }
}
