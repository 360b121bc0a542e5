package io.wishbone.testkit;

import io.wishbone.log.LogRecord;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a module, to show it all at once. <em>Confined to the test's thread.</em> */
final class Audit {
    private final String subject;
    private final List<String> problems = new ArrayList<>();
    private final List<Throwable> causes = new ArrayList<>();

    Audit(String subject) {
        this.subject = subject;
    }

    /** The failure for a module that did what would have taken other modules of its thread with it. */
    static AssertionError brokenBy(String subject, Throwable cause) {
        return new AssertionError(
                subject + " broke what runs it, as by ending a completion that was not its own: " + cause.getMessage(),
                cause);
    }

    void expect(boolean fulfilled, String problem) {
        if (!fulfilled) {
            problems.add(problem);
        }
    }

    /** Fails for warnings that nobody expected and for expected ones that did not come. */
    void expectWarnings(List<LogRecord> warnings, List<String> expected) {
        for (LogRecord warning : warnings) {
            if (expected.stream().noneMatch(warning.message()::contains)) {
                problems.add("it logged at " + warning.level() + ": " + warning.message() + " (expected: "
                        + (expected.isEmpty() ? "no warning" : "only " + expected) + ")");
                if (warning.cause() != null) {
                    causes.add(warning.cause());
                }
            }
        }
        for (String part : expected) {
            expect(
                    warnings.stream().anyMatch(warning -> warning.message().contains(part)),
                    "it did not warn of \"" + part + "\"");
        }
    }

    void failed(String problem, Throwable cause) {
        problems.add(problem + ": " + cause);
        causes.add(cause);
    }

    /**
     * Shows what is wrong, if anything is.
     *
     * @throws AssertionError with all problems
     */
    void check() {
        if (problems.isEmpty()) {
            return;
        }
        AssertionError error = new AssertionError(subject + ":\n- " + String.join("\n- ", problems));
        causes.forEach(error::addSuppressed);
        throw error;
    }
}
