package io.wishbone.cli.bootstrap;

import io.wishbone.router.ConnectionOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a bootstrap file says of the server as a whole. <em>Immutable.</em>
 *
 * @param stopDeadline how long events may drain at a stop; default 30 s
 * @param log how it logs
 * @param metricsInterval how often metric events are made; default 10 s
 * @param callLimit how long a module may keep a shared thread in one call before a warning names it; default 100 ms
 * @param workers threads for modules that no event loop runs; default half of the cores
 * @param eventLoops threads that modules share for sockets, 0 for the default, half of the cores
 * @param startTimeout how long a module may take to start; default 30 s
 * @param source what metrics say that they come from; default the name of the host
 * @param admin where the server tells how it does; null, the default, is nowhere
 * @param queue how connections behave; default {@link ConnectionOptions#DEFAULT}
 */
public record Settings(
        Duration stopDeadline,
        LogSettings log,
        Duration metricsInterval,
        Duration callLimit,
        int workers,
        int eventLoops,
        Duration startTimeout,
        String source,
        @Nullable AdminAddress admin,
        ConnectionOptions queue) {
    /** All settings by the names that bootstrap files have for them, durations in milliseconds. */
    Map<String, String> asTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("stop_deadline", millis(stopDeadline));
        texts.put("log_level", lower(log.level()));
        texts.put("log_format", lower(log.format()));
        texts.put("log_target", lower(log.target()));
        texts.put("log_syslog", log.syslog().toString());
        texts.put("log_repeat_limit", Integer.toString(log.repeatLimit()));
        texts.put("log_repeat_window", millis(log.repeatWindow()));
        texts.put("metrics_interval", millis(metricsInterval));
        texts.put("call_limit", millis(callLimit));
        texts.put("workers", Integer.toString(workers));
        texts.put("event_loops", eventLoops == 0 ? "default" : Integer.toString(eventLoops));
        texts.put("start_timeout", millis(startTimeout));
        texts.put("source", source);
        texts.put("admin", admin == null ? "none" : admin.toString());
        texts.put("queue.max_events", Integer.toString(queue.limits().maxEvents()));
        texts.put("queue.max_bytes", Long.toString(queue.limits().maxBytes()));
        texts.put("queue.policy", lower(queue.policy()));
        return texts;
    }

    /** These settings, those that can change without a restart taken from others. */
    Settings withLive(Settings others) {
        return new Settings(
                others.stopDeadline,
                log.withLevel(others.log.level()),
                metricsInterval,
                callLimit,
                workers,
                eventLoops,
                startTimeout,
                source,
                admin,
                queue);
    }

    private static String lower(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
