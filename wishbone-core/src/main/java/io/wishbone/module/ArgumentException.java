package io.wishbone.module;

import java.util.List;
import java.util.stream.Collectors;

/** A value that an argument cannot take; it says what was expected, of the whole value or of parts of it. */
public final class ArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * One thing that is wrong. <em>Immutable.</em>
     *
     * @param path the keys ({@link String}) and indices ({@link Integer}, from 0) by which the part of the value is
     *     found that it is about; empty for the whole value
     * @param expected what would be right, such as {@code 0 to 65535}, or a sentence that has it in parentheses
     */
    public record Problem(List<Object> path, String expected) {
        public Problem {
            path = List.copyOf(path);
        }

        /** The problem, its part named for a person: list items count from 1. */
        @Override
        public String toString() {
            String part = path.stream()
                    .map(step -> step instanceof Integer index ? "item " + (index + 1) : step.toString())
                    .collect(Collectors.joining(", "));
            return part.isEmpty() ? expected : part + ": " + expected;
        }
    }

    /**
     * Makes the exception.
     *
     * @param expected what would be right, such as {@code 0 to 65535}
     */
    public ArgumentException(String expected) {
        this(List.of(new Problem(List.of(), expected)));
    }

    /** Makes the exception of at least one problem. */
    ArgumentException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, at least one problem. */
    public List<Problem> problems() {
        return problems;
    }
}
