package io.wishbone.cli;

import io.wishbone.cli.bootstrap.BootstrapException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    private static final int TAIL = 4 << 10;
    private static final Duration END_GRACE = Duration.ofSeconds(5);

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

    @Override
    public Integer call() throws BootstrapException, IOException {
        config.load();
        PidFile file = pid.file();
        file.read().ifPresent(entry -> {
            if (entry.isRunning()) {
                throw new CommandFailedException(
                        ExitCode.FAILED, "already running, pid " + entry.pid() + " (pid file " + file.path() + ")");
            }
            err().println("removed stale pid file " + file.path() + ": its process, pid " + entry.pid()
                    + ", does not run any more");
            file.release(entry);
        });
        file.checkWritable();
        long logBegin = openLog();
        Path report = Files.createTempFile("wishbone-start", ".report");
        try {
            return start(new StartReport(report), report, logBegin);
        } finally {
            Files.deleteIfExists(report);
        }
    }

    private long openLog() {
        try {
            Files.newByteChannel(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return Files.size(log);
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "cannot write log file " + log + ": " + PidFile.reason(e));
        }
    }

    private int start(StartReport startReport, Path report, long logBegin) throws IOException {
        Process process = Detached.start(arguments(report), log);
        boolean isDecided = Waiting.until(() -> startReport.read().isPresent() || !process.isAlive(), timeout);
        if (!isDecided) {
            end(process);
            throw new CommandFailedException(
                    ExitCode.FAILED, "not ready within " + timeout.toMillis() + " ms, ended again; see " + log);
        }
        StartReport.Outcome outcome = startReport
                .read()
                .orElseGet(() ->
                        new StartReport.Outcome(ExitCode.FAILED, "ended early; " + log + " says:\n" + tail(logBegin)));
        if (outcome.isReady()) {
            out().println("started, pid " + process.pid());
            return ExitCode.DONE;
        }
        Waiting.until(() -> !process.isAlive(), END_GRACE);
        throw new CommandFailedException(outcome.code(), "not started: " + outcome.message());
    }

    private List<String> arguments(Path report) {
        List<String> arguments = new ArrayList<>(List.of(
                ServeCommand.NAME,
                "--pid",
                pid.file().path().toString(),
                "--log",
                log.toString(),
                "--report",
                report.toString()));
        config.paths().forEach(path -> arguments.addAll(List.of("--config", path.toString())));
        arguments.addAll(logs.arguments());
        return arguments;
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(END_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    private String tail(long logBegin) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(logBegin, file.length() - TAIL);
            byte[] bytes = new byte[(int) Math.max(0, file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            return "(cannot be read: " + e.getMessage() + ")";
        }
    }
}
