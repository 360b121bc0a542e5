package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The bootstrap file. <em>Confined to the main thread.</em> */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The bootstrap file.")
    private Path config = Path.of("");

    Path path() {
        return config;
    }

    Bootstrap load() throws BootstrapException {
        return BootstrapLoader.create(Catalog.installed()).load(config);
    }
}
