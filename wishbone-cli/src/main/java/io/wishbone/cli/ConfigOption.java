package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The bootstrap files. <em>Confined to the main thread.</em> */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The bootstrap file, or a directory of them; may come several times.")
    private List<Path> config = List.of();

    List<Path> paths() {
        return config;
    }

    Bootstrap load() throws BootstrapException {
        return BootstrapLoader.create(Catalog.installed()).load(config);
    }

    /**
     * The files as a server reads them.
     *
     * @param logs writes the server's logs
     */
    Server.Source source(Logs logs) {
        return new Server.Source() {
            @Override
            public Bootstrap load() throws BootstrapException {
                return ConfigOption.this.load();
            }

            @Override
            public Logs logs() {
                return logs;
            }
        };
    }
}
