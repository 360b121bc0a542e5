package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.module.ModuleType;
import io.wishbone.protocol.ProtocolType;
import io.wishbone.protocol.Protocols;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells about one kind of module or protocol. */
@Command(
        name = "show",
        description = "Show the arguments of a module or a protocol, a module's queues, and an example.")
final class ShowCommand extends Verb {
    @Parameters(
            paramLabel = "MODULE",
            description = "Such as wishbone.input.tcp, or a protocol such as json; \"wishbone list\" shows all.")
    private String module = "";

    @Override
    public Integer call() {
        Catalog catalog = Catalog.installed();
        Optional<ProtocolType> protocol = Protocols.find(module);
        if (protocol.isPresent()) {
            out().print(new ProtocolDescription(protocol.get()));
            return ExitCode.DONE;
        }
        ModuleType type = catalog.find(module)
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.USAGE, "unknown module \"" + module + "\"" + catalog.hint(module)));
        out().print(new ModuleDescription(type));
        return ExitCode.DONE;
    }
}
