package io.wishbone.cli;

import io.wishbone.cli.bootstrap.AdminAddress;
import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells whether a server runs. */
@Command(
        name = "status",
        description = "Tell whether a server that \"start\" started runs. The exit code is 0 if it does, else 1.")
final class StatusCommand extends Verb {
    @Mixin
    private PidOption pid = new PidOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        PidFile file = pid.file();
        Optional<PidFile.Entry> entry = file.read();
        if (json.isWanted()) {
            return printJson(entry);
        }
        if (entry.isEmpty()) {
            out().println("not running: there is no pid file " + file.path());
            return ExitCode.FAILED;
        }
        PidFile.Entry found = entry.get();
        if (!found.isRunning()) {
            out().println("not running: pid " + found.pid() + " has ended without a stop, pid file " + file.path()
                    + " is stale");
            return ExitCode.FAILED;
        }
        out().println("running, pid " + found.pid() + ", for "
                + words(Duration.between(found.started(), Instant.now())));
        out().println("config: " + found.config());
        out().println("log:    " + found.log());
        adminOf(found).ifPresent(address -> out().println(told(address)));
        return ExitCode.DONE;
    }

    private int printJson(Optional<PidFile.Entry> entry) {
        boolean isRunning = entry.filter(PidFile.Entry::isRunning).isPresent();
        Map<String, Object> status = Json.object("running", isRunning, "stale", entry.isPresent() && !isRunning);
        entry.ifPresent(found -> {
            status.put("pid", found.pid());
            status.put("started", found.started().toString());
            status.put("config", found.config());
            status.put("log", found.log());
        });
        json.print(out(), status);
        return isRunning ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Where the server tells more, if its file says so and can still be read. */
    private static Optional<AdminAddress> adminOf(PidFile.Entry entry) {
        List<Path> files =
                Stream.of(entry.config().split(", ", -1)).map(Path::of).toList();
        try {
            return Optional.ofNullable(BootstrapLoader.create(Catalog.installed())
                    .load(files)
                    .settings()
                    .admin());
        } catch (BootstrapException changed) {
            return Optional.empty();
        }
    }

    private static String told(AdminAddress address) {
        try {
            return "admin:  http://" + address + "\n"
                    + AdminClient.status(address).stripTrailing();
        } catch (IOException e) {
            return "admin:  http://" + address + " does not answer: " + e.getMessage();
        }
    }

    private static String words(Duration time) {
        String clock = time.toHoursPart() + " h " + time.toMinutesPart() + " min " + time.toSecondsPart() + " s";
        return time.toDays() > 0 ? time.toDays() + " d " + clock : clock;
    }
}
