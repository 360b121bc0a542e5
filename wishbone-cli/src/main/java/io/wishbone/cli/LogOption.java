package io.wishbone.cli;

import io.wishbone.cli.bootstrap.LogFormat;
import io.wishbone.cli.bootstrap.LogLevel;
import io.wishbone.cli.bootstrap.LogSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the command line says of logs; it overrides the bootstrap file. <em>Confined to the main thread.</em> */
final class LogOption {
    private static final String LEVEL = "--log-level";
    private static final String FORMAT = "--log-format";

    @Option(
            names = LEVEL,
            paramLabel = "LEVEL",
            description = "Overrides the file's log_level: trace, debug, info, warn, error, off.")
    private @Nullable LogLevel level;

    @Option(names = FORMAT, paramLabel = "FORMAT", description = "Overrides the file's log_format: text, json.")
    private @Nullable LogFormat format;

    LogLevel level(LogSettings settings) {
        return level == null ? settings.level() : level;
    }

    LogFormat format(LogSettings settings) {
        return format == null ? settings.format() : format;
    }

    /** Whether JSON is asked for here, whatever a file says. */
    boolean isJson() {
        return format == LogFormat.JSON;
    }

    /** The same for another process. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (level != null) {
            arguments.addAll(List.of(LEVEL, level.name().toLowerCase(Locale.ROOT)));
        }
        if (format != null) {
            arguments.addAll(List.of(FORMAT, format.name().toLowerCase(Locale.ROOT)));
        }
        return arguments;
    }
}
