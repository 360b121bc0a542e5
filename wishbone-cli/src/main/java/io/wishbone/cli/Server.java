package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a bootstrap file's router until a signal comes. <em>Thread-safe.</em> The first SIGTERM or SIGINT stops
 * gracefully, the second at once, the third ends the process as it is. SIGHUP makes modules reopen their files; from a
 * terminal that has gone it stops.
 */
final class Server {
    private static final Logger LOG = LoggerFactory.getLogger("wishbone");

    private final Bootstrap bootstrap;
    private final PrintWriter err;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final AtomicInteger signals = new AtomicInteger();
    private final Terminal terminal = Terminal.current();
    private final Router router;
    private volatile boolean isRunning;

    Server(Bootstrap bootstrap, PrintWriter err) {
        this.bootstrap = bootstrap;
        this.err = err;
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
        isRunning = true;
        LOG.info("{} started, pid {}", bootstrap, ProcessHandle.current().pid());
        onReady.run();
        try {
            stopAsked.await();
        } catch (InterruptedException e) {
            LOG.warn("interrupted; stopping");
        }
        return stop();
    }

    private int stop() {
        StopReport report = router.stop(bootstrap.settings().stopDeadline());
        err.println(report);
        err.print(report.ledger());
        err.flush();
        return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void onSignal(String name) {
        if (name.equals(Signals.HANG_UP) && !terminal.isGone()) {
            LOG.info("SIG{}: reopening files", name);
            router.reopen();
        } else {
            onStopSignal(name);
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
