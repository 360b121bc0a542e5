package io.wishbone.benchmarks;

import java.io.Closeable;

/** Takes what comes out of a pipe. */
interface LoadSink extends Closeable {
    /** Listens. */
    void start() throws InterruptedException;
}
