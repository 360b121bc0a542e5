package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.BootstrapException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws the connections of a bootstrap file. */
@Command(name = "graph", description = "Draw the modules of a bootstrap file and how they are connected.")
final class GraphCommand extends Verb {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "ascii (the default) or mermaid, which GitHub and many editors draw.")
    private Format format = Format.ASCII;

    /** How to draw. */
    enum Format {
        ASCII,
        MERMAID
    }

    @Override
    public Integer call() throws BootstrapException {
        Bootstrap bootstrap = config.load();
        out().print(format == Format.ASCII ? new AsciiGraph(bootstrap) : new MermaidGraph(bootstrap));
        return ExitCode.DONE;
    }
}
