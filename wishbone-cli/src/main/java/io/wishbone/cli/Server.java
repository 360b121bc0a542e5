package io.wishbone.cli;

import io.wishbone.cli.bootstrap.AdminAddress;
import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.Reload;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a bootstrap file's router until a signal comes. <em>Thread-safe.</em> The first SIGTERM or SIGINT stops
 * gracefully, the second at once, the third ends the process as it is. SIGHUP makes modules reopen their files and
 * reads the bootstrap file anew; from a terminal that has gone it stops.
 */
final class Server {
    private static final Logger LOG = LoggerFactory.getLogger("wishbone");
    /** What the end of a process takes beyond that of its router. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);

    private final Source source;
    private final PrintWriter err;
    /** Held while the router is changed, and by whoever stops it gracefully. */
    private final Object changing = new Object();

    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final AtomicInteger signals = new AtomicInteger();
    private final Terminal terminal = Terminal.current();
    private final ServiceManager serviceManager = ServiceManager.current();
    private final Router router;
    private volatile Bootstrap bootstrap;
    private volatile boolean isRunning;

    /** Where the bootstrap comes from, now and at each reload. */
    interface Source {
        Bootstrap load() throws BootstrapException;

        /** Writes the server's logs. */
        Logs logs();
    }

    /**
     * Makes a server.
     *
     * @throws BootstrapException if the bootstrap file has problems
     */
    Server(Source source, PrintWriter err) throws BootstrapException {
        this.source = source;
        this.err = err;
        this.bootstrap = source.load();
        source.logs().apply(bootstrap);
        this.router = bootstrap.createRouter();
    }

    /**
     * Runs.
     *
     * @param onReady called once all modules run
     * @return the exit code
     * @throws CommandFailedException if a module cannot start
     */
    int run(Runnable onReady) {
        Signals.handle(this::onSignal);
        try {
            router.start();
        } catch (ModuleStartException e) {
            throw new CommandFailedException(ExitCode.FAILED, bootstrap.mask(String.valueOf(e.getMessage())));
        }
        AdminServer admin = startAdmin();
        isRunning = true;
        LOG.info("{} started, pid {}", bootstrap, ProcessHandle.current().pid());
        onReady.run();
        serviceManager.ready("running " + bootstrap);
        try {
            stopAsked.await();
        } catch (InterruptedException e) {
            LOG.warn("interrupted; stopping");
        }
        try {
            return stop();
        } finally {
            if (admin != null) {
                admin.close();
            }
        }
    }

    private @Nullable AdminServer startAdmin() {
        AdminAddress address = bootstrap.settings().admin();
        if (address == null) {
            return null;
        }
        try {
            return AdminServer.start(address, router);
        } catch (IOException | IllegalArgumentException e) {
            router.stop(Duration.ZERO);
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "setting \"admin\": cannot listen on " + address + ": " + e.getMessage()
                            + " (expected: a free port and an address of this machine)");
        }
    }

    /** How long events may drain at a stop. */
    Duration stopDeadline() {
        return bootstrap.settings().stopDeadline();
    }

    private int stop() {
        StopReport report;
        synchronized (changing) {
            serviceManager.stopping(bootstrap.settings().stopDeadline().plus(STOP_GRACE));
            report = router.stop(bootstrap.settings().stopDeadline());
        }
        source.logs().flush();
        source.logs().print(err, report + "\n" + report.ledger().toString().stripTrailing());
        return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void onSignal(String name) {
        if (name.equals(Signals.HANG_UP) && !terminal.isGone()) {
            LOG.info("SIG{}: reopening files", name);
            router.reopen();
            reloadOnceItRuns();
        } else {
            onStopSignal(name);
        }
    }

    private void reloadOnceItRuns() {
        synchronized (changing) {
            if (isRunning && stopAsked.getCount() > 0) {
                serviceManager.reloading();
                int code = reload();
                serviceManager.ready((code == ExitCode.DONE ? "running " : "not reloaded, running ") + bootstrap);
                source.logs().print(err, ReloadLine.of(ProcessHandle.current().pid(), code));
            }
        }
    }

    /** Reads the bootstrap file anew and applies it; what is wrong with it leaves what runs as it is. */
    private int reload() {
        Bootstrap wanted;
        try {
            wanted = source.load();
        } catch (BootstrapException e) {
            LOG.error("not reloaded, all runs on as it was:\n{}", e.getMessage());
            return ExitCode.USAGE;
        }
        Bootstrap before = bootstrap;
        Reload reload = new Reload(router, before, wanted);
        LOG.info("reloading {}:\n{}", wanted, reload.plan().toString().stripTrailing());
        try {
            bootstrap = reload.apply();
            source.logs().apply(bootstrap);
            LOG.info("reloaded {}", wanted);
            return ExitCode.DONE;
        } catch (RuntimeException e) {
            boolean isBack = e.getSuppressed().length == 0;
            LOG.error(
                    "not reloaded, {}: {}",
                    isBack ? "what ran before runs again" : "and what ran before could not be brought back",
                    before.mask(wanted.mask(String.valueOf(e.getMessage()))));
            for (Throwable suppressed : e.getSuppressed()) {
                LOG.error("{}", before.mask(wanted.mask(String.valueOf(suppressed.getMessage()))));
            }
            return ExitCode.FAILED;
        }
    }

    private void onStopSignal(String name) {
        int count = signals.incrementAndGet();
        if (count == 1) {
            LOG.info(
                    "SIG{}: stopping, within {} ms; a second signal stops at once",
                    name,
                    bootstrap.settings().stopDeadline().toMillis());
            stopAsked.countDown();
        } else if (count == 2 && isRunning) {
            LOG.warn("SIG{}: stopping at once", name);
            router.stop(Duration.ZERO);
        } else {
            Runtime.getRuntime().halt(ExitCode.FAILED);
        }
    }
}
