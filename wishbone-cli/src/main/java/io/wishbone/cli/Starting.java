package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Instances;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server's process whose start is under way. <em>Confined to the main thread.</em> */
final class Starting implements AutoCloseable {
    private static final int TAIL = 4 << 10;
    private static final Duration END_GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final Instances instance;
    private final Path log;
    private final long logBegin;
    private final Path reportFile;
    private final StartReport report;

    private Starting(Process process, Instances instance, Path log, long logBegin, Path reportFile) {
        this.process = process;
        this.instance = instance;
        this.log = log;
        this.logBegin = logBegin;
        this.reportFile = reportFile;
        this.report = new StartReport(reportFile);
    }

    /**
     * Starts a process.
     *
     * @param arguments what it needs but for where it reports and logs
     */
    static Starting begin(List<String> arguments, Instances instance, Path log) throws IOException {
        long logBegin = open(log);
        Path report = Files.createTempFile("wishbone-start", ".report");
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--log", log.toString(), "--report", report.toString()));
        Map<String, String> environment = Map.of();
        if (instance.count() > 1) {
            all.addAll(List.of("--instance", instance.number() + "/" + instance.count()));
            environment = Map.of(Instances.VARIABLE, Integer.toString(instance.number()));
        }
        return new Starting(Detached.start(all, log, environment), instance, log, logBegin, report);
    }

    private static long open(Path log) {
        try {
            Files.newByteChannel(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return Files.size(log);
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "cannot write log file " + log + ": " + PidFile.reason(e));
        }
    }

    Instances instance() {
        return instance;
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return log;
    }

    boolean isReady() {
        return report.read().filter(StartReport.Outcome::isReady).isPresent() && process.isAlive();
    }

    /** Whether it has told that it cannot run, or has ended. */
    boolean hasFailed() {
        Optional<StartReport.Outcome> outcome = report.read();
        return outcome.isPresent() ? !isReady() : !process.isAlive();
    }

    /** Why it does not run. */
    CommandFailedException failure() {
        StartReport.Outcome outcome = report.read()
                .filter(told -> !told.isReady())
                .orElseGet(() -> new StartReport.Outcome(ExitCode.FAILED, "ended early; " + log + " says:\n" + tail()));
        Waiting.until(() -> !process.isAlive(), END_GRACE);
        String which = instance.count() == 1 ? "" : "instance " + instance.number() + ": ";
        String others = instance.count() == 1 ? "" : "\nthe other instances were ended again";
        return new CommandFailedException(outcome.code(), "not started: " + which + outcome.message() + others);
    }

    /** Ends it again. */
    void end() {
        process.destroy();
        try {
            if (!process.waitFor(END_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    private String tail() {
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

    /** Takes away the file by which it reports. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(reportFile);
    }
}
