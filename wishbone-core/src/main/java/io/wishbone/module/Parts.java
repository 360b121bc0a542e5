package io.wishbone.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the parts of a list or a map, and gathers what is wrong with any of them. <em>Confined to the thread that reads
 * the value.</em>
 *
 * <pre>{@code
 * Parts parts = new Parts();
 * map.forEach((key, value) -> parts.read(key, () -> element.read(value)).ifPresent(values::add));
 * parts.check();
 * }</pre>
 */
public final class Parts {
    private final List<ArgumentException.Problem> problems = new ArrayList<>();

    /** With nothing wrong yet. */
    public Parts() {}

    /**
     * Reads one part.
     *
     * @param step its key, or its index from 0
     * @param reader reads it; throws {@link ArgumentException} or {@link IllegalArgumentException}, whose message says
     *     what was expected
     * @return the value, or nothing if something is wrong with it
     */
    public <T> Optional<T> read(Object step, Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (ArgumentException e) {
            e.problems().forEach(problem -> add(step, problem));
        } catch (IllegalArgumentException e) {
            add(step, new ArgumentException.Problem(List.of(), String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private void add(Object step, ArgumentException.Problem problem) {
        List<Object> path = new ArrayList<>();
        path.add(step);
        path.addAll(problem.path());
        problems.add(new ArgumentException.Problem(path, problem.expected()));
    }

    /**
     * Ends the reading.
     *
     * @throws ArgumentException if something was wrong with a part
     */
    public void check() {
        if (!problems.isEmpty()) {
            throw new ArgumentException(problems);
        }
    }
}
