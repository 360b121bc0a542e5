package io.wishbone.cli;

import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.LogLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs in the foreground. */
@Command(
        name = "debug",
        description = {
            "Run in the foreground until Ctrl-C or SIGTERM.",
            "Events that a module writes to standard output come there; logs go to standard error.",
            "The first signal stops gracefully, a second one at once."
        },
        footer = {
            "",
            "Such as:",
            "  wishbone debug -c relay.yaml",
            "  wishbone debug -c base.yaml -c conf.d --log-level debug"
        })
final class DebugCommand extends Verb {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "Overrides the file's log_level: trace, debug, info, warn, error, off.")
    private @Nullable LogLevel logLevel;

    @Override
    public Integer call() throws BootstrapException {
        return new Server(config.source(logLevel), err()).run(() -> {});
    }
}
