package io.wishbone.cli;

import io.wishbone.cli.bootstrap.BootstrapException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks a bootstrap file. */
@Command(
        name = "validate",
        description = "Check a bootstrap file without starting anything, and tell all that is wrong with it.")
final class ValidateCommand extends Verb {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws BootstrapException {
        out().println(config.load() + ", valid");
        return ExitCode.DONE;
    }
}
