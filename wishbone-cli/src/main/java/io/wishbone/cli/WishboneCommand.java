package io.wishbone.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself; what it does is in its verbs. */
@Command(
        name = "wishbone",
        versionProvider = Version.class,
        description = "Runs event pipelines that a YAML bootstrap file describes.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footer = {
            "",
            "First steps:",
            "  wishbone list                           what there is",
            "  wishbone show input.tcp                 one of them, with an example to paste",
            "  wishbone validate --config relay.yaml   all that is wrong with a file",
            "  wishbone debug --config relay.yaml      run it here, until Ctrl-C",
            "",
            "Exit codes: 0 done; 1 failed while running; 2 wrong usage or an invalid file; 3 not all was imported.",
            "\"wishbone VERB --help\" tells more about a verb."
        },
        subcommands = {
            DebugCommand.class,
            StartCommand.class,
            StopCommand.class,
            KillCommand.class,
            StatusCommand.class,
            ReloadCommand.class,
            ValidateCommand.class,
            ListCommand.class,
            ShowCommand.class,
            GraphCommand.class,
            ReplayCommand.class,
            PlanCommand.class,
            TestCommand.class,
            SchemaCommand.class,
            ImportCommand.class,
            CompletionCommand.class,
            ServeCommand.class
        })
final class WishboneCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and end.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show versions and end.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    @Override
    public void run() {
        CommandSpec command = Objects.requireNonNull(spec);
        throw new ParameterException(
                command.commandLine(), "no verb (expected: such as \"wishbone debug --config FILE\")");
    }
}
