package io.wishbone.cli;

import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.module.NearestName;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code wishbone} command's beginning. */
public final class Main {
    private static final String TRACE = "WISHBONE_TRACE";

    private Main() {}

    /**
     * Runs a command and ends the process with its exit code: 0 done, 1 failed while running, 2 wrong usage or an
     * invalid bootstrap file.
     *
     * @param args the verb and its options
     */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        int code = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine command = commandLine()
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((error, given) -> usageError(error, given, err))
                .setExecutionExceptionHandler((error, line, parsed) -> failure(error, err));
        try {
            return command.execute(args);
        } catch (LinkageError | OutOfMemoryError | StackOverflowError e) {
            return failure(e, err);
        }
    }

    /** The command as picocli knows it. */
    static CommandLine commandLine() {
        return new CommandLine(new WishboneCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int usageError(ParameterException error, String[] given, PrintWriter err) {
        CommandLine command = error.getCommandLine();
        String verb = command.getCommandSpec().qualifiedName();
        err.println(verb + ": " + complaint(error, given, command));
        err.println("\"" + verb + " --help\" tells more");
        return ExitCode.USAGE;
    }

    private static String complaint(ParameterException error, String[] given, CommandLine command) {
        Set<String> options = command.getCommandSpec().optionsMap().keySet();
        for (String argument : given) {
            // What is missing may be there, under a wrong name.
            String name = argument.replaceFirst("=.*", "");
            if (name.startsWith("--") && !options.contains(name)) {
                return unknown("option", name, options);
            }
        }
        if (error instanceof UnmatchedArgumentException unmatched) {
            String wrong = unmatched.getUnmatched().get(0);
            if (wrong.startsWith("-")) {
                return unknown(
                        "option", wrong, command.getCommandSpec().optionsMap().keySet());
            }
            return command.getSubcommands().isEmpty()
                    ? "too much: \"" + wrong + "\""
                    : unknown("verb", wrong, verbs(command));
        }
        return String.valueOf(error.getMessage());
    }

    private static List<String> verbs(CommandLine command) {
        return command.getSubcommands().entrySet().stream()
                .filter(verb -> !verb.getValue().getCommandSpec().usageMessage().hidden())
                .map(verb -> verb.getKey())
                .toList();
    }

    private static String unknown(String what, String wrong, Collection<String> known) {
        Optional<String> nearest = NearestName.find(wrong, known);
        return "unknown " + what + " \"" + wrong + "\""
                + nearest.map(name -> " (did you mean \"" + name + "\"?)")
                        .orElseGet(() -> " (known: " + String.join(", ", known) + ")");
    }

    private static int failure(Throwable error, PrintWriter err) {
        if (error instanceof BootstrapException invalid) {
            err.println(invalid.getMessage());
            return ExitCode.USAGE;
        }
        if (error instanceof CommandFailedException failed) {
            err.println("wishbone: " + failed.getMessage());
            return failed.exitCode();
        }
        err.println("wishbone: internal error: " + error + " (set " + TRACE + "=1 to see where)");
        if (System.getenv(TRACE) != null) {
            error.printStackTrace(err);
        }
        return ExitCode.FAILED;
    }
}
