package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.module.ModuleType;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the kinds of modules. */
@Command(name = "list", description = "List the modules that a bootstrap file can name.")
final class ListCommand extends Verb {
    @Override
    public Integer call() {
        List<ModuleType> types = Catalog.installed().types();
        int width = types.stream().mapToInt(type -> type.name().length()).max().orElse(0);
        for (ModuleType type : types) {
            out().println(type.name() + " ".repeat(width - type.name().length() + 2) + type.summary());
        }
        return ExitCode.DONE;
    }
}
