package io.wishbone.cli;

import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.cli.bootstrap.LogLevel;
import io.wishbone.cli.bootstrap.PipelineTrial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tests bootstrap files. */
@Command(
        name = "test",
        description = {
            "Test bootstrap files: a test file gives events in the place of inputs and says what outputs get.",
            "Nothing listens, connects or writes; the modules between are the real ones.",
            "The exit code is 0 if all is as expected, 1 if something is not, 2 if a file is invalid."
        },
        footer = {
            "",
            "Such as:",
            "  wishbone test relay.test.yaml",
            "docs/testing-pipelines.md tells what a test may say."
        })
final class TestCommand extends Verb {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The test files.")
    private List<Path> files = List.of();

    @Override
    public Integer call() throws BootstrapException {
        Logs.setLevel(LogLevel.WARN);
        Catalog catalog = Catalog.installed();
        // All are read before the first runs: an invalid one is told at once.
        List<PipelineTrial> tests = new ArrayList<>();
        for (Path file : files) {
            tests.add(PipelineTrial.load(file, catalog, System.getenv()));
        }
        int failed = 0;
        for (int i = 0; i < tests.size(); i++) {
            List<String> failures = tests.get(i).run();
            out().println((failures.isEmpty() ? "ok    " : "FAIL  ") + files.get(i));
            failures.forEach(failure -> out().print(failure.indent(2)));
            failed += failures.isEmpty() ? 0 : 1;
        }
        out().println(failed == 0 ? "all " + tests.size() + " passed" : failed + " of " + tests.size() + " failed");
        return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
