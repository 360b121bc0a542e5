package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.Instances;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a server in the background. */
@Command(
        name = "start",
        description = {
            "Start a server in the background. Returns when all modules run, or tells why they do not.",
            "Standard output and the logs are appended to the log file."
        },
        footer = {
            "",
            "Such as:",
            "  wishbone start -c /etc/wishbone/relay.yaml --pid /run/wishbone.pid --log /var/log/wishbone.log"
        })
final class StartCommand extends Verb {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private PidOption pid = new PidOption();

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "The log file; default: ${DEFAULT-VALUE}, in the working directory.")
    private Path log = Path.of("wishbone.log");

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long the start may take; default: 60s.")
    private Duration timeout = Duration.ofSeconds(60);

    @Mixin
    private LogOption logs = new LogOption();

    @Option(
            names = "--instances",
            paramLabel = "N",
            description = "How many processes share the ports of the file, 1 to 64; default: 1.")
    private int instances = 1;

    @Override
    public Integer call() throws BootstrapException, IOException {
        if (instances < 1 || instances > Instances.MOST) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "--instances: " + instances + " (expected: 1 to " + Instances.MOST + ")");
        }
        List<Bootstrap> bootstraps = new ArrayList<>();
        for (int number = 1; number <= instances; number++) {
            bootstraps.add(instances == 1 ? config.load() : config.load(new Instances(number, instances)));
        }
        InstanceConflicts.check(bootstraps);
        PidFile file = pid.file();
        refuseWhatRuns(file);
        file.checkWritable();
        List<Starting> all = new ArrayList<>();
        try {
            return start(file, all, bootstraps);
        } finally {
            for (Starting each : all) {
                each.close();
            }
        }
    }

    private void refuseWhatRuns(PidFile file) {
        List<PidFile.Entry> entries = file.read();
        List<PidFile.Entry> running =
                entries.stream().filter(PidFile.Entry::isRunning).toList();
        if (!running.isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "already running, " + Running.words(running) + " (pid file " + file.path() + ")");
        }
        if (!entries.isEmpty()) {
            boolean isOne = entries.size() == 1;
            err().println("removed stale pid file " + file.path() + ": " + (isOne ? "its process, " : "its processes, ")
                    + Running.words(entries) + (isOne ? ", does" : ", do") + " not run any more");
            file.release(entries);
        }
    }

    private int start(PidFile file, List<Starting> all, List<Bootstrap> bootstraps) throws IOException {
        List<PidFile.Entry> entries = new ArrayList<>();
        boolean isStarted = false;
        try {
            for (int number = 1; number <= instances; number++) {
                all.add(Starting.begin(arguments(), new Instances(number, instances), logOf(number)));
            }
            if (instances > 1) {
                for (int i = 0; i < instances; i++) {
                    entries.add(entry(all.get(i), bootstraps.get(i)));
                }
                file.claim(entries);
            }
            awaitReady(all);
            isStarted = true;
        } finally {
            if (!isStarted) {
                all.forEach(Starting::end);
                file.release(entries);
            }
        }
        for (Starting each : all) {
            out().println("started, pid " + each.pid()
                    + (instances == 1 ? "" : ", instance " + each.instance().number() + " of " + instances));
        }
        return ExitCode.DONE;
    }

    private void awaitReady(List<Starting> all) {
        boolean isDecided = Waiting.until(
                () -> all.stream().anyMatch(Starting::hasFailed) || all.stream().allMatch(Starting::isReady), timeout);
        for (Starting each : all) {
            if (each.hasFailed()) {
                throw each.failure();
            }
        }
        if (!isDecided) {
            Starting slow =
                    all.stream().filter(each -> !each.isReady()).findFirst().orElse(all.get(0));
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    (instances == 1 ? "" : "instance " + slow.instance().number() + " is ") + "not ready within "
                            + timeout.toMillis() + " ms, ended again; see " + slow.log());
        }
    }

    private PidFile.Entry entry(Starting each, Bootstrap bootstrap) {
        return PidFile.Entry.of(
                each.pid(),
                config.paths(),
                each.log(),
                bootstrap.settings().stopDeadline(),
                each.instance().number());
    }

    /** Each of several instances has a log of its own. */
    private Path logOf(int number) {
        if (instances == 1) {
            return log;
        }
        String name = String.valueOf(log.getFileName());
        int dot = name.lastIndexOf('.');
        return log.resolveSibling(
                dot <= 0 ? name + "." + number : name.substring(0, dot) + "." + number + name.substring(dot));
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(
                List.of(ServeCommand.NAME, "--pid", pid.file().path().toString()));
        config.paths().forEach(path -> arguments.addAll(List.of("--config", path.toString())));
        arguments.addAll(logs.arguments());
        return arguments;
    }
}
