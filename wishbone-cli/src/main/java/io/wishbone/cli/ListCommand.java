package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.module.ModuleType;
import io.wishbone.protocol.ProtocolType;
import io.wishbone.protocol.Protocols;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the kinds of modules and of protocols. */
@Command(name = "list", description = "List the modules and protocols that a bootstrap file can name.")
final class ListCommand extends Verb {
    @Override
    public Integer call() {
        List<ModuleType> types = Catalog.installed().types();
        List<ProtocolType> protocols = Protocols.installed();
        int width = types.stream().mapToInt(type -> type.name().length()).max().orElse(0);
        types.forEach(type -> print(type.name(), width, type.summary()));
        out().println();
        out().println("Protocols:");
        protocols.forEach(type -> print(type.name(), width, type.summary()));
        return ExitCode.DONE;
    }

    private void print(String name, int width, String summary) {
        out().println(name + " ".repeat(Math.max(0, width - name.length()) + 2) + summary);
    }
}
