package io.wishbone.cli.bootstrap;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.ConnectionOptions;
import io.wishbone.router.RouterConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code settings}. <em>Confined to the thread that loads the file.</em> */
final class SettingsSection {
    private static final RouterConfig DEFAULTS = RouterConfig.builder().build();
    private static final Argument<Duration> STOP_DEADLINE = Argument.defaulted(
            "stop_deadline", ArgumentType.duration(Duration.ZERO), "30s", "how long events may drain at a stop");
    private static final Argument<LogLevel> LOG_LEVEL = Argument.defaulted(
            "log_level", ArgumentType.choice(LogLevel.class), "info", "from which level on the server logs");
    private static final Argument<LogFormat> LOG_FORMAT = Argument.defaulted(
            "log_format", ArgumentType.choice(LogFormat.class), "text", "what log records are written as");
    private static final Argument<LogTarget> LOG_TARGET =
            Argument.defaulted("log_target", ArgumentType.choice(LogTarget.class), "stderr", "where log records go");
    private static final Argument<SyslogAddress> LOG_SYSLOG = Argument.defaulted(
            "log_syslog",
            SyslogAddress.TYPE,
            "127.0.0.1:514",
            "where the syslog daemon listens for UDP, if log records go there");
    private static final Argument<Integer> LOG_REPEAT_LIMIT = Argument.defaulted(
            "log_repeat_limit",
            ArgumentType.integer(0, 1_000_000),
            "10",
            "how often a logger's message below error is written within log_repeat_window, 0 for always");
    private static final Argument<Duration> LOG_REPEAT_WINDOW = Argument.defaulted(
            "log_repeat_window",
            ArgumentType.duration(Duration.ofMillis(1)),
            "10s",
            "after which time a repeated message is written again, and how many were left out is told");
    private static final Argument<Duration> METRICS_INTERVAL = Argument.defaulted(
            "metrics_interval",
            ArgumentType.duration(Duration.ofMillis(1)),
            "10s",
            "the time from one round of metric events to the next");
    private static final Argument<Duration> CALL_LIMIT = Argument.defaulted(
            "call_limit",
            ArgumentType.duration(Duration.ZERO),
            "100ms",
            "how long a module may keep a shared thread in one call before a warning names it, 0 for no warning");
    private static final Argument<Integer> WORKERS = Argument.optional(
            "workers",
            ArgumentType.integer(1, 1024),
            "threads for modules that no event loop runs; half of the cores if left out");
    private static final Argument<Integer> EVENT_LOOPS = Argument.optional(
            "event_loops",
            ArgumentType.integer(1, 1024),
            "threads that modules share for sockets; half of the cores if left out");
    private static final Argument<Duration> START_TIMEOUT = Argument.defaulted(
            "start_timeout", ArgumentType.duration(Duration.ofMillis(1)), "30s", "how long a module may take to start");
    private static final Argument<String> SOURCE = Argument.optional(
            "source", ArgumentType.text(), "what metrics say that they come from; the name of the host if left out");
    private static final Argument<AdminAddress> ADMIN = Argument.optional(
            "admin",
            AdminAddress.TYPE,
            "where it tells by HTTP how it does: /health, /metrics (Prometheus) and /status; nowhere if left out");
    static final Argument<Object> QUEUE =
            Argument.optional("queue", ArgumentType.of("a map", SettingsSection::map), "how connections behave");
    private static final Argument<Integer> MAX_EVENTS = Argument.defaulted(
            "max_events", ArgumentType.integer(1, 1 << 24), "4096", "how many events a queue holds before it is full");
    private static final Argument<Long> MAX_BYTES = Argument.defaulted(
            "max_bytes",
            ArgumentType.size(1, Long.MAX_VALUE),
            "4MiB",
            "how many bytes a queue holds before it is full");
    private static final Argument<OverflowPolicy> POLICY = Argument.defaulted(
            "policy", ArgumentType.choice(OverflowPolicy.class), "block", "what happens when a queue is full");

    static final List<Argument<?>> SETTINGS = List.of(
            STOP_DEADLINE,
            LOG_LEVEL,
            LOG_FORMAT,
            LOG_TARGET,
            LOG_SYSLOG,
            LOG_REPEAT_LIMIT,
            LOG_REPEAT_WINDOW,
            METRICS_INTERVAL,
            CALL_LIMIT,
            WORKERS,
            EVENT_LOOPS,
            START_TIMEOUT,
            SOURCE,
            ADMIN,
            QUEUE);
    static final List<Argument<?>> QUEUE_SETTINGS = List.of(MAX_EVENTS, MAX_BYTES, POLICY);

    private final SourceText source;
    private final ArgumentChecks checks;

    SettingsSection(SourceText source, ArgumentChecks checks) {
        this.source = source;
        this.checks = checks;
    }

    private static Object map(Object raw) {
        if (raw instanceof Map) {
            return raw;
        }
        throw new IllegalArgumentException(
                "a map with max_events, max_bytes or policy, such as {max_events: 10000, policy: drop_newest}");
    }

    static Settings defaults() {
        return settings(Map.of(), Map.of());
    }

    Settings read(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            source.report(Place.of(node), "settings are no map (expected: such as \"settings: {stop_deadline: 10s}\")");
            return defaults();
        }
        Map<String, Object> given = new HashMap<>();
        checks.read(mapping, Place.of(node), new ArgumentChecks.Subject("setting", "the file", ""), SETTINGS)
                .ifPresent(given::putAll);
        Map<String, Object> queue = new HashMap<>();
        mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(QUEUE.name()))
                .map(NodeTuple::getValueNode)
                .filter(MappingNode.class::isInstance)
                .findFirst()
                .flatMap(inner -> checks.read(
                        (MappingNode) inner,
                        Place.of(inner),
                        new ArgumentChecks.Subject("setting", "\"queue\"", "\"queue\""),
                        QUEUE_SETTINGS))
                .ifPresent(queue::putAll);
        return settings(given, queue);
    }

    private static Settings settings(Map<String, Object> given, Map<String, Object> queue) {
        return new Settings(
                value(STOP_DEADLINE, given),
                new LogSettings(
                        value(LOG_LEVEL, given),
                        value(LOG_FORMAT, given),
                        value(LOG_TARGET, given),
                        value(LOG_SYSLOG, given),
                        value(LOG_REPEAT_LIMIT, given),
                        value(LOG_REPEAT_WINDOW, given)),
                value(METRICS_INTERVAL, given),
                value(CALL_LIMIT, given),
                find(WORKERS, given).orElse(DEFAULTS.workers()),
                find(EVENT_LOOPS, given).orElse(DEFAULTS.ioThreads()),
                value(START_TIMEOUT, given),
                find(SOURCE, given).orElse(DEFAULTS.source()),
                find(ADMIN, given).orElse(null),
                new ConnectionOptions(
                        new QueueLimits(value(MAX_EVENTS, queue), value(MAX_BYTES, queue)), value(POLICY, queue)));
    }

    private static <T> T value(Argument<T> setting, Map<String, Object> given) {
        Object raw = given.get(setting.name());
        return setting.type().read(raw == null ? setting.defaultText().orElseThrow() : raw);
    }

    private static <T> Optional<T> find(Argument<T> setting, Map<String, Object> given) {
        return Optional.ofNullable(given.get(setting.name())).map(setting.type()::read);
    }
}
