package io.wishbone.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The pid file. <em>Confined to the main thread.</em> */
final class PidOption {
    @Option(
            names = "--pid",
            paramLabel = "FILE",
            description = "The pid file; default: ${DEFAULT-VALUE}, in the working directory.")
    private Path pid = Path.of("wishbone.pid");

    PidFile file() {
        return new PidFile(pid);
    }
}
