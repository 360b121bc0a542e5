package io.wishbone.cli;

import io.wishbone.cli.bootstrap.AdminAddress;
import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.cli.bootstrap.Instances;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        List<PidFile.Entry> entries = file.read();
        if (json.isWanted()) {
            return printJson(entries);
        }
        if (entries.isEmpty()) {
            out().println("not running: there is no pid file " + file.path());
            return ExitCode.FAILED;
        }
        boolean isStale = entries.stream().noneMatch(PidFile.Entry::isRunning);
        int code = ExitCode.DONE;
        for (PidFile.Entry entry : entries) {
            code = Math.max(code, print(entry, isStale ? ", pid file " + file.path() + " is stale" : ""));
        }
        return code;
    }

    private int print(PidFile.Entry found, String stale) {
        if (!found.isRunning()) {
            out().println("not running: " + found.words() + " has ended without a stop" + stale);
            return ExitCode.FAILED;
        }
        out().println("running, " + found.words() + ", for " + words(Duration.between(found.started(), Instant.now())));
        out().println("config: " + found.config());
        out().println("log:    " + found.log());
        adminOf(found).ifPresent(address -> out().println(told(address)));
        return ExitCode.DONE;
    }

    private int printJson(List<PidFile.Entry> entries) {
        boolean isRunning = !entries.isEmpty() && entries.stream().allMatch(PidFile.Entry::isRunning);
        boolean isStale = !entries.isEmpty() && entries.stream().noneMatch(PidFile.Entry::isRunning);
        Map<String, Object> status = Json.object("running", isRunning, "stale", isStale);
        if (entries.size() == 1) {
            put(entries.get(0), status);
        } else if (!entries.isEmpty()) {
            List<Map<String, Object>> instances = new ArrayList<>();
            for (PidFile.Entry entry : entries) {
                Map<String, Object> instance = Json.object("instance", entry.instance(), "running", entry.isRunning());
                put(entry, instance);
                instances.add(instance);
            }
            status.put("instances", instances);
        }
        json.print(out(), status);
        return isRunning ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void put(PidFile.Entry entry, Map<String, Object> status) {
        status.put("pid", entry.pid());
        status.put("started", entry.started().toString());
        status.put("config", entry.config());
        status.put("log", entry.log());
    }

    /** Where the server tells more, if its file says so and can still be read. */
    private static Optional<AdminAddress> adminOf(PidFile.Entry entry) {
        List<Path> files =
                Stream.of(entry.config().split(", ", -1)).map(Path::of).toList();
        try {
            BootstrapLoader loader = BootstrapLoader.create(Catalog.installed());
            boolean isOne = entry.instance() == 0;
            return Optional.ofNullable((isOne ? loader : loader.forInstance(new Instances(entry.instance(), 1)))
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
