package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * Runs the part of a pipeline that dead letters go to, until all are through it. <em>Thread-safe.</em>
 *
 * <p>A module may keep events until more come or its stop, so where no event has ended for two seconds the pipeline is
 * stopped, within the file's deadline, which makes such a module give them.
 */
final class Replay {
    private static final Duration NOTHING_ENDS = Duration.ofSeconds(2);

    private final Bootstrap bootstrap;
    private final Router router;
    private final ReplayTally tally;
    private volatile boolean stopAsked;

    Replay(Bootstrap bootstrap, Router router, ReplayTally tally) {
        this.bootstrap = bootstrap;
        this.router = router;
        this.tally = tally;
    }

    /** Ends it before all is through: the first call lets drain what is under way, the second does not. Any thread. */
    void stop() {
        if (stopAsked) {
            router.stop(Duration.ZERO);
        }
        stopAsked = true;
        tally.fed().countDown();
    }

    /**
     * Runs it to its end.
     *
     * @throws CommandFailedException if a module cannot start
     */
    void run(PrintWriter err) {
        try {
            router.start();
        } catch (ModuleStartException e) {
            throw new CommandFailedException(ExitCode.FAILED, bootstrap.mask(String.valueOf(e.getMessage())));
        }
        try {
            tally.fed().await();
            awaitEnds();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        StopReport report = router.stop(bootstrap.settings().stopDeadline());
        if (!report.isClean()) {
            err.println(report);
        }
    }

    private void awaitEnds() {
        long before = -1;
        while (!stopAsked && tally.ended() < tally.replayed() && tally.ended() != before) {
            before = tally.ended();
            Waiting.until(() -> stopAsked || tally.ended() == tally.replayed(), NOTHING_ENDS);
        }
    }
}
