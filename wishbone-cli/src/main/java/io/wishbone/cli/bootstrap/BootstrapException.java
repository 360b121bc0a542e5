package io.wishbone.cli.bootstrap;

import java.util.List;
import java.util.stream.Collectors;

/** A bootstrap file that cannot be used; the message shows all of its problems. */
public final class BootstrapException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MOST_SHOWN = 100;

    private final transient List<Problem> problems;

    BootstrapException(List<Problem> problems) {
        super(render(problems));
        this.problems = List.copyOf(problems);
    }

    private static String render(List<Problem> problems) {
        String shown =
                problems.stream().limit(MOST_SHOWN).map(Problem::toString).collect(Collectors.joining("\n"));
        int more = problems.size() - MOST_SHOWN;
        return more > 0 ? shown + "\nand " + more + " more problems" : shown;
    }

    /** What is wrong, in the order of the file's lines; never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
