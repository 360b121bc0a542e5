package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.module.ModuleType;
import io.wishbone.protocol.ProtocolType;
import io.wishbone.protocol.Protocols;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells about one kind of module or protocol. */
@Command(
        name = "show",
        description = "Show the arguments of a module or a protocol, a module's queues, and an example.",
        footer = {
            "",
            "Such as:",
            "  wishbone show input.tcp",
            "  wishbone show json",
            "The example is a whole bootstrap file, but for what it is to be connected to."
        })
final class ShowCommand extends Verb {
    @Parameters(
            paramLabel = "MODULE",
            description = "Such as wishbone.input.tcp, or a protocol such as json; \"wishbone list\" shows all.")
    private String module = "";

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        Catalog catalog = Catalog.installed();
        Optional<ProtocolType> protocol = Protocols.find(module);
        if (protocol.isPresent()) {
            ProtocolDescription description = new ProtocolDescription(protocol.get());
            print(description, description.asMap());
            return ExitCode.DONE;
        }
        ModuleType type = catalog.find(module)
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.USAGE, "unknown module \"" + module + "\"" + catalog.hint(module)));
        ModuleDescription description = new ModuleDescription(type);
        print(description, description.asMap());
        return ExitCode.DONE;
    }

    private void print(Object description, Map<String, Object> asMap) {
        if (json.isWanted()) {
            json.print(out(), asMap);
        } else {
            out().print(description);
        }
    }
}
