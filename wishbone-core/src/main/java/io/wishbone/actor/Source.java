package io.wishbone.actor;

/** Makes events out of nothing, for a module that has no inlet to feed it. */
@FunctionalInterface
public interface Source {
    /**
     * Submits up to {@code budget} events and returns at once, on the module's thread. It is called again while it
     * returns more than 0 and the module's outlets take more; after 0 only once {@link ModuleContext#wake} was called.
     *
     * @param budget how many events to submit at most, 1 or more
     * @return how many were submitted
     * @throws Exception logged; the source is called again after the next wake
     */
    int produce(int budget) throws Exception;
}
