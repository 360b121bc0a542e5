package io.wishbone.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has a server read its bootstrap file anew. */
@Command(
        name = "reload",
        description = {
            "Have a server that \"start\" started read its bootstrap file anew, as SIGHUP does, and tell how that went.",
            "Modules that stay as they are run on. If the file is invalid or a new module cannot start, all runs on as before.",
            "The exit code is 0 if the new file runs, 1 if it could not be applied, 2 if it is invalid."
        },
        footer = {"", "Such as:", "  wishbone reload --pid /run/wishbone.pid"})
final class ReloadCommand extends Verb {
    @Mixin
    private PidOption pid = new PidOption();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to wait for the outcome; default: 60s.")
    private Duration timeout = Duration.ofSeconds(60);

    @Override
    public Integer call() throws IOException, InterruptedException {
        int code = ExitCode.DONE;
        for (PidFile.Entry entry : Running.require(pid.file())) {
            try {
                code = Math.max(code, reload(entry));
            } catch (CommandFailedException e) {
                if (entry.instance() == 0) {
                    throw e;
                }
                err().println("instance " + entry.instance() + ": " + e.getMessage());
                code = Math.max(code, e.exitCode());
            }
        }
        return code;
    }

    private int reload(PidFile.Entry entry) throws IOException, InterruptedException {
        if (!entry.isRunning()) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "pid " + entry.pid() + " has ended without a stop; see " + entry.log());
        }
        if (entry.instance() > 0) {
            out().println("instance " + entry.instance() + ", pid " + entry.pid() + ":");
        }
        Path log = Path.of(entry.log());
        long begin = Files.exists(log) ? Files.size(log) : 0;
        if (new ProcessBuilder("sh", "-c", "kill -HUP " + entry.pid()).start().waitFor() != 0) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "pid " + entry.pid() + " cannot be told (expected: it is yours)");
        }
        boolean isTold = Waiting.until(
                () -> !entry.isRunning()
                        || ReloadLine.find(since(log, begin), entry.pid()).isPresent(),
                timeout);
        String told = since(log, begin);
        out().print(told);
        if (!isTold) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "no outcome within " + timeout.toMillis() + " ms; see " + entry.log());
        }
        return ReloadLine.find(told, entry.pid())
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.FAILED, "pid " + entry.pid() + " has ended; see " + entry.log()));
    }

    /** What was added to the log; a log that was moved away meanwhile begins anew. */
    private static String since(Path log, long begin) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = begin <= file.length() ? begin : 0;
            byte[] added = new byte[(int) Math.min(Integer.MAX_VALUE - 8, file.length() - from)];
            file.seek(from);
            file.readFully(added);
            return new String(added, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
