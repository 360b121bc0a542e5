package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.module.ModuleType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells about one kind of module. */
@Command(name = "show", description = "Show a module's arguments, its queues and an example.")
final class ShowCommand extends Verb {
    @Parameters(paramLabel = "MODULE", description = "Such as wishbone.input.tcp; \"wishbone list\" shows all.")
    private String module = "";

    @Override
    public Integer call() {
        Catalog catalog = Catalog.installed();
        ModuleType type = catalog.find(module)
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.USAGE, "unknown module \"" + module + "\"" + catalog.hint(module)));
        out().print(new ModuleDescription(type));
        return ExitCode.DONE;
    }
}
