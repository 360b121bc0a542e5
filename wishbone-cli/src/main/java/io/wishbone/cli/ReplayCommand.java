package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.Bootstrap.End;
import io.wishbone.cli.bootstrap.BootstrapException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts events that failed back into their pipeline. */
@Command(
        name = "replay",
        description = {
            "Put the events of dead letters, which wishbone.output.deadletter wrote, back on a queue.",
            "Only what lies downstream of that queue runs, without inputs, so a server may run beside it.",
            "All lines are checked before the first event is sent."
        },
        footer = {
            "",
            "Exit codes: 0 all were delivered; 1 some were not, which then went where the pipeline leads what fails;"
                    + " 2 wrong usage, or a line that is no dead letter."
        })
final class ReplayCommand extends Verb {
    private static final Set<String> WRITERS = Set.of(ReplayPipeline.DEAD_LETTERS, "wishbone.output.file");

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files of dead letters, in this order; .gz is expanded; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--queue",
            paramLabel = "MODULE.QUEUE",
            description = "Where the events go, such as out.inbox; default: where each failed.")
    private @Nullable String queue;

    @Option(names = "--skip-bad", description = "Pass over lines that are no dead letters; they are told all the same.")
    private boolean skipBad;

    @Mixin
    private LogOption log = new LogOption();

    @Override
    public Integer call() throws BootstrapException, IOException {
        Bootstrap bootstrap = config.load();
        Logs logs = new Logs(log);
        logs.apply(bootstrap);
        ReplayPipeline pipeline = new ReplayPipeline(bootstrap);
        End target = target(pipeline);
        for (String file : files) {
            refuseWhatIsWritten(file, bootstrap);
        }
        List<LetterFile> opened = new ArrayList<>();
        try {
            for (String file : files) {
                opened.add(LetterFile.open(file, System.in));
            }
            return replay(bootstrap, pipeline, new Letters(opened, new Letter.Reader(target), pipeline::problemOf));
        } finally {
            for (LetterFile file : opened) {
                file.close();
            }
            logs.flush();
        }
    }

    private @Nullable End target(ReplayPipeline pipeline) {
        String given = queue;
        if (given == null) {
            return null;
        }
        int dot = given.indexOf('.');
        if (dot < 1 || dot != given.lastIndexOf('.') || dot == given.length() - 1) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "--queue: \"" + given + "\" (expected: module.queue, such as out.inbox)");
        }
        End end = new End(given.substring(0, dot), given.substring(dot + 1));
        Optional<String> problem = pipeline.problemOf(end);
        if (problem.isPresent()) {
            throw new CommandFailedException(ExitCode.USAGE, "--queue: " + problem.get());
        }
        return end;
    }

    /** What fails again would be appended to it, and whoever then removes it would lose that. */
    private static void refuseWhatIsWritten(String file, Bootstrap bootstrap) throws IOException {
        for (Bootstrap.ModuleSpec module : bootstrap.modules()) {
            if (WRITERS.contains(module.type().name())
                    && module.arguments().get("path") instanceof String path
                    && Files.exists(Path.of(path))
                    && Files.exists(Path.of(file))
                    && Files.isSameFile(Path.of(path), Path.of(file))) {
                throw new CommandFailedException(
                        ExitCode.USAGE,
                        file + " is what module \"" + module.name()
                                + "\" writes to (expected: another file; move it away, and send a server that runs a SIGHUP)");
            }
        }
    }

    private int replay(Bootstrap bootstrap, ReplayPipeline pipeline, Letters letters) throws IOException {
        Letters.Found found = letters.check(err());
        if (found.bad() > 0 && !skipBad) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    lines(found.bad()) + " cannot be replayed; nothing was sent (--skip-bad passes over such lines)");
        }
        ReplayTally tally = new ReplayTally();
        if (found.count() > 0) {
            letters.rewind();
            Replay replay = new Replay(bootstrap, pipeline.createRouter(letters, found.targets(), tally), tally);
            Signals.handle(name -> replay.stop());
            replay.run(err());
        }
        return report(found, tally);
    }

    private int report(Letters.Found found, ReplayTally tally) {
        long lost = tally.replayed() - tally.ended();
        out().println("replayed " + tally.replayed() + " of " + found.count() + ", delivered " + tally.delivered()
                + ", failed " + tally.failed()
                + (lost == 0 ? "" : ", left " + lost)
                + (found.bad() == 0 ? "" : ", skipped " + lines(found.bad())));
        tally.firstFailure()
                .ifPresent(failure ->
                        err().println("the first that failed: " + failure.reason() + ": " + failure.message()));
        tally.readError().ifPresent(why -> err().println("cannot read on: " + why));
        return tally.delivered() == found.count() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String lines(long count) {
        return count + (count == 1 ? " line" : " lines");
    }
}
