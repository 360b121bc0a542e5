package io.wishbone.netty.leak;

import io.netty.util.LeakPresenceDetector;

/**
 * Counts Netty's buffers, so that a leak is known as soon as everything has ended and not only after a garbage
 * collection. <em>Thread-safe.</em>
 *
 * @param <T> what is counted
 */
public final class CountingLeakDetector<T> extends LeakPresenceDetector<T> {
    static final ResourceScope SCOPE = new ResourceScope("tests");

    /** Called by Netty, by reflection. */
    public CountingLeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
        super(resourceType, samplingInterval, maxActive);
    }

    /** Called by Netty, by reflection. */
    public CountingLeakDetector(Class<?> resourceType, int samplingInterval) {
        super(resourceType);
    }

    @Override
    protected ResourceScope currentScope() {
        return SCOPE;
    }
}
