package io.wishbone.cli.bootstrap;

import io.wishbone.router.ConnectionOptions;
import java.time.Duration;

/**
 * What a bootstrap file says of the server as a whole. <em>Immutable.</em>
 *
 * @param stopDeadline how long events may drain at a stop; default 30 s
 * @param logLevel from which level on the server logs; default {@link LogLevel#INFO}
 * @param metricsInterval how often metric events are made; default 10 s
 * @param callLimit how long a module may keep a shared thread in one call before a warning names it; default 100 ms
 * @param workers threads for modules that no event loop runs; default half of the cores
 * @param startTimeout how long a module may take to start; default 30 s
 * @param source what metrics say that they come from; default the name of the host
 * @param queue how connections behave; default {@link ConnectionOptions#DEFAULT}
 */
public record Settings(
        Duration stopDeadline,
        LogLevel logLevel,
        Duration metricsInterval,
        Duration callLimit,
        int workers,
        Duration startTimeout,
        String source,
        ConnectionOptions queue) {}
