package io.wishbone.cli.bootstrap;

import io.wishbone.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A test of a bootstrap file: inputs are replaced by events that the test gives, outputs by what the test expects.
 * <em>Immutable.</em> The modules between are the real ones.
 */
public final class PipelineTrial {
    private final Parts parts;

    PipelineTrial(Parts parts) {
        this.parts = parts;
    }

    /**
     * Reads a test and the bootstrap files that it names.
     *
     * @param catalog the kinds of modules that there are
     * @param variables what is substituted in both, unless the test says otherwise
     * @throws BootstrapException if one of them has problems; it names all of them
     */
    public static PipelineTrial load(Path file, Catalog catalog, Map<String, String> variables)
            throws BootstrapException {
        return new TrialReader(catalog, variables).read(file);
    }

    /**
     * Runs the test: starts the pipeline, hands in all events, stops it gracefully, and looks at what came out.
     *
     * @return what is not as expected, a text of one or more lines each; empty if all is. Secrets are blanked out
     */
    public List<String> run() {
        return new TrialRun(parts).run().stream().map(parts.bootstrap()::mask).toList();
    }

    /** The bootstrap that is tested. */
    public Bootstrap bootstrap() {
        return parts.bootstrap();
    }

    /**
     * An event that a test gives.
     *
     * @param at how long after the start
     */
    record Given(Event event, Duration at) {}

    /**
     * What a test is made of.
     *
     * @param bootstrap what is tested
     * @param deadline how long it may really take
     * @param start the time of day at which the clock of the test begins
     * @param length how far that clock goes
     * @param given events by the outlet that they come from
     * @param expected what comes where
     */
    record Parts(
            Bootstrap bootstrap,
            Duration deadline,
            Instant start,
            Duration length,
            Map<Bootstrap.End, List<Given>> given,
            List<Expectation> expected) {}
}
