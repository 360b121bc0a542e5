package io.wishbone.cli;

import io.wishbone.cli.bootstrap.BootstrapSchema;
import io.wishbone.cli.bootstrap.Catalog;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of bootstrap files. */
@Command(
        name = "schema",
        description = {
            "Print the JSON Schema (draft 2020-12) of bootstrap files, for editors: names, types, defaults and meanings of all"
                    + " modules that are installed."
        },
        footer = {
            "",
            "Such as:",
            "  wishbone schema > wishbone.schema.json",
            "and then, as the first line of a bootstrap file, for editors with the YAML language server:",
            "  # yaml-language-server: $schema=wishbone.schema.json"
        })
final class SchemaCommand extends Verb {
    @Override
    public Integer call() {
        out().println(Json.write(BootstrapSchema.of(Catalog.installed())));
        return ExitCode.DONE;
    }
}
