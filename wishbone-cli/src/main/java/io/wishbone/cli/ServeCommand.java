package io.wishbone.cli;

import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.Instances;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code start} starts: the server, in a process of its own. */
@Command(name = "_serve", hidden = true, description = "What \"start\" runs in the background.")
final class ServeCommand extends Verb {
    static final String NAME = "_serve";

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private PidOption pid = new PidOption();

    @Option(names = "--log", required = true)
    private Path log = Path.of("");

    @Option(names = "--report", required = true)
    private Path report = Path.of("");

    /** Such as 2/4; empty for the only one. */
    @Option(names = "--instance")
    private String instance = "";

    @Mixin
    private LogOption logOption = new LogOption();

    @Override
    public Integer call() {
        StartReport startReport = new StartReport(report);
        Logs logs = new Logs(logOption);
        int code;
        try {
            code = serve(startReport, logs);
        } catch (BootstrapException e) {
            code = failed(startReport, logs, ExitCode.USAGE, e);
        } catch (CommandFailedException e) {
            code = failed(startReport, logs, e.exitCode(), e);
        }
        logs.print(err(), EndLine.of(ProcessHandle.current().pid(), code));
        return code;
    }

    private int failed(StartReport startReport, Logs logs, int code, Exception e) {
        String message = String.valueOf(e.getMessage());
        logs.print(err(), message);
        startReport.failed(code, message);
        return code;
    }

    private int serve(StartReport startReport, Logs logs) throws BootstrapException {
        long self = ProcessHandle.current().pid();
        if (!instance.isEmpty()) {
            // "start" writes the pid file of several.
            Server server = new Server(config.source(logs, instance()), err());
            try {
                return server.run(startReport::ready);
            } finally {
                pid.file().releaseAsLast(self);
            }
        }
        Server server = new Server(config.source(logs), err());
        List<PidFile.Entry> entry = List.of(PidFile.Entry.of(self, config.paths(), log, server.stopDeadline(), 0));
        pid.file().claim(entry);
        try {
            return server.run(startReport::ready);
        } finally {
            pid.file().release(entry);
        }
    }

    private Instances instance() {
        String[] parts = instance.split("/", -1);
        return new Instances(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
}
