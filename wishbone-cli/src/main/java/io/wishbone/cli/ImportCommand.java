package io.wishbone.cli;

import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.BootstrapImport;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.cli.bootstrap.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Translates a bootstrap file of Python's Wishbone. */
@Command(
        name = "import",
        description = {
            "Translate a bootstrap file of Python's Wishbone, versions 0.4 to 3.1: the new file comes on standard output, or"
                    + " into a file, and what was not carried over, line by line, on standard error.",
            "What does no harm begins with \"note:\". The exit code is 0 if the new file does what the old one did, and 3 if"
                    + " something has to be written by hand."
        },
        footer = {
            "",
            "Such as:",
            "  wishbone import old.yaml > new.yaml",
            "  wishbone import old.yaml -o new.yaml && wishbone debug -c new.yaml"
        })
final class ImportCommand extends Verb {
    @Parameters(paramLabel = "OLD", description = "The bootstrap file of Python's Wishbone.")
    private @Nullable Path old;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "NEW",
            description = "The file to write; standard output if left out.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Write over the file if it exists.")
    private boolean isForced;

    @Override
    public Integer call() throws BootstrapException {
        Path file = old;
        if (file == null) {
            throw new IllegalStateException("picocli sets it");
        }
        BootstrapImport imported = BootstrapImport.of(file, Catalog.installed());
        Path to = output;
        if (to == null) {
            out().print(imported.text());
            out().flush();
        } else {
            write(to, imported.text());
        }
        for (Problem note : imported.notes()) {
            err().println(note);
        }
        return imported.isComplete() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private void write(Path to, String text) {
        OpenOption whether = isForced ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW;
        try {
            Files.write(
                    to,
                    text.getBytes(StandardCharsets.UTF_8),
                    whether,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailedException(
                    ExitCode.USAGE, to + " exists (expected: the name of a new file, or --force to write over it)");
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.FAILED, to + " cannot be written: " + e.getMessage());
        }
    }
}
