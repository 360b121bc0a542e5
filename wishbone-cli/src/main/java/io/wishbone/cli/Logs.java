package io.wishbone.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.LogLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sets from which level on the server logs. */
final class Logs {
    private Logs() {}

    /**
     * Sets the level.
     *
     * @param override what the command line says; null for nothing
     */
    static void setLevel(Bootstrap bootstrap, @Nullable LogLevel override) {
        LogLevel level = override == null ? bootstrap.settings().logLevel() : override;
        set(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.valueOf(level.name()));
        if (level == LogLevel.DEBUG) {
            // Netty's own details drown everything else; they are for "trace".
            set("io.netty", Level.INFO);
        }
    }

    /** Sets the level for all. */
    static void setLevel(Level level) {
        set(org.slf4j.Logger.ROOT_LOGGER_NAME, level);
    }

    private static void set(String name, Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
