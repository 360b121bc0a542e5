package io.wishbone.benchmarks;

import java.io.IOException;

/** Sends numbered lines into a pipe. */
interface LoadSource extends AutoCloseable {
    void start();

    /** Ends every connection after a whole line; tells how many lines were sent. */
    long finish() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
