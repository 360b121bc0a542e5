package io.wishbone.cli;

import io.wishbone.cli.bootstrap.BootstrapException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private LogOption log = new LogOption();

    @Override
    public Integer call() throws BootstrapException {
        return new Server(config.source(new Logs(log)), err()).run(() -> {});
    }
}
