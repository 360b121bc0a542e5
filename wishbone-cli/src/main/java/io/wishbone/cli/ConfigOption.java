package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.cli.bootstrap.Instances;
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

    Bootstrap load(Instances instance) throws BootstrapException {
        return BootstrapLoader.create(Catalog.installed()).forInstance(instance).load(config);
    }

    /** The files as the only server of them reads them. */
    Server.Source source(Logs logs) {
        return source(logs, this::load);
    }

    /**
     * The files as a server reads them.
     *
     * @param logs writes the server's logs
     * @param instance which one it is
     */
    Server.Source source(Logs logs, Instances instance) {
        return source(logs, () -> load(instance));
    }

    private static Server.Source source(Logs logs, Loading loading) {
        return new Server.Source() {
            @Override
            public Bootstrap load() throws BootstrapException {
                return loading.load();
            }

            @Override
            public Logs logs() {
                return logs;
            }
        };
    }

    private interface Loading {
        Bootstrap load() throws BootstrapException;
    }
}
