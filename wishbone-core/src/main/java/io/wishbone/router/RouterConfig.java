package io.wishbone.router;

import io.wishbone.actor.Home;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What may be set on a router. <em>Immutable.</em>
 *
 * @param workers threads for modules placed as {@code cpu} or without a feeder, 1 to 1,024; default half of the cores,
 *     at least 1. A thread is made when the first module needs it
 * @param ioThreads threads that the router's modules share for sockets, where they name none themselves, 1 to 1,024; 0,
 *     the default, leaves it to the modules: those on Netty take half of the cores, at least 1
 * @param metricsInterval how often metric events are made, 1 ms or more; default 10 s
 * @param startTimeout how long a module may take to start, 1 ms or more; default 30 s
 * @param stopDeadline how long {@code close} lets events drain, 0 or more; default 30 s
 * @param connection how connections behave that do not say otherwise; default {@link ConnectionOptions#DEFAULT}
 * @param callLimit how long a module may keep a thread that it shares in one call before a warning names it, 0 or more;
 *     0 = as long as it likes; default 100 ms
 * @param source what metrics say that they come from; default the name of the host
 * @param clock tells modules, log records and metrics what time of day it is; default the system's
 * @param home runs all modules, wherever they want to run, as a test with a clock of its own has it; null, the default,
 *     lets each choose. It is not closed with the router
 */
public record RouterConfig(
        int workers,
        int ioThreads,
        Duration metricsInterval,
        Duration startTimeout,
        Duration stopDeadline,
        ConnectionOptions connection,
        Duration callLimit,
        String source,
        InstantSource clock,
        @Nullable Home home) {
    private static final int MOST_THREADS = 1024;

    public RouterConfig {
        if (workers < 1 || workers > MOST_THREADS) {
            throw new IllegalArgumentException("workers: " + workers + " (expected: 1 to " + MOST_THREADS + ")");
        }
        if (ioThreads < 0 || ioThreads > MOST_THREADS) {
            throw new IllegalArgumentException(
                    "ioThreads: " + ioThreads + " (expected: 0 to " + MOST_THREADS + "; 0 is the default)");
        }
        atLeastOneMilli("metricsInterval", metricsInterval);
        atLeastOneMilli("startTimeout", startTimeout);
        notNegative("stopDeadline", stopDeadline);
        notNegative("callLimit", callLimit);
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(clock, "clock");
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 or more)");
        }
    }

    private static void atLeastOneMilli(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 ms or more)");
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private int workers = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        private int ioThreads;
        private Duration metricsInterval = Duration.ofSeconds(10);
        private Duration startTimeout = Duration.ofSeconds(30);
        private Duration stopDeadline = Duration.ofSeconds(30);
        private ConnectionOptions connection = ConnectionOptions.DEFAULT;
        private Duration callLimit = Duration.ofMillis(100);
        private @Nullable String source;
        private InstantSource clock = InstantSource.system();
        private @Nullable Home home;

        private Builder() {}

        /** See {@link RouterConfig#workers}. */
        public Builder workers(int value) {
            this.workers = value;
            return this;
        }

        /** See {@link RouterConfig#ioThreads}. */
        public Builder ioThreads(int value) {
            this.ioThreads = value;
            return this;
        }

        /** See {@link RouterConfig#metricsInterval}. */
        public Builder metricsInterval(Duration value) {
            this.metricsInterval = value;
            return this;
        }

        /** See {@link RouterConfig#startTimeout}. */
        public Builder startTimeout(Duration value) {
            this.startTimeout = value;
            return this;
        }

        /** See {@link RouterConfig#stopDeadline}. */
        public Builder stopDeadline(Duration value) {
            this.stopDeadline = value;
            return this;
        }

        /** See {@link RouterConfig#connection}. */
        public Builder connection(ConnectionOptions value) {
            this.connection = value;
            return this;
        }

        /** See {@link RouterConfig#callLimit}. */
        public Builder callLimit(Duration value) {
            this.callLimit = value;
            return this;
        }

        /** See {@link RouterConfig#source}. */
        public Builder source(String value) {
            this.source = value;
            return this;
        }

        /** See {@link RouterConfig#clock}. */
        public Builder clock(InstantSource value) {
            this.clock = value;
            return this;
        }

        /** See {@link RouterConfig#home}. */
        public Builder home(Home value) {
            this.home = value;
            return this;
        }

        /** The configuration; checks it. */
        public RouterConfig build() {
            return new RouterConfig(
                    workers,
                    ioThreads,
                    metricsInterval,
                    startTimeout,
                    stopDeadline,
                    connection,
                    callLimit,
                    source == null ? HostName.read() : source,
                    clock,
                    home);
        }
    }
}
