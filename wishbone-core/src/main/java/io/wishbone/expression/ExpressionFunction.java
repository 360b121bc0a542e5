package io.wishbone.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function that expressions may call. <em>Immutable.</em>
 *
 * <pre>{@code
 * ExpressionFunction.builder("shout")
 *         .takes(ExpressionType.STRING)
 *         .gives(ExpressionType.STRING)
 *         .meaning("the text with an exclamation mark")
 *         .calls(arguments -> arguments[0] + "!");
 * }</pre>
 *
 * @param name lower-case letters, digits and {@code _}; begins with a letter
 * @param parameters what it takes, in order
 * @param result what it gives
 * @param meaning what it gives, for a person
 * @param body what it does
 */
public record ExpressionFunction(
        String name, List<ExpressionType> parameters, ExpressionType result, String meaning, Body body) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    public ExpressionFunction {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: \"" + name + "\" (expected: lower-case letters, digits and _, the first a letter)");
        }
        parameters = List.copyOf(parameters);
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(meaning, "meaning");
        Objects.requireNonNull(body, "body");
    }

    /** What a function does. */
    @FunctionalInterface
    public interface Body {
        /**
         * Gives the value, on the thread of the module that asks; several threads may call at once. Must not block.
         *
         * @param arguments as many as the function takes, of the types it takes, in Java's form; null is possible where
         *     it takes any type
         * @return a value of the type that the function gives
         * @throws Exception if there is none; the message says why, the caller adds which function and which expression
         */
        @Nullable Object call(@Nullable Object[] arguments) throws Exception;
    }

    /** A builder of a function that takes nothing and gives a value of any type, unless told. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** How it is called, such as {@code format_time(timestamp, string)}. */
    public String signature() {
        return parameters.stream().map(ExpressionType::toString).collect(Collectors.joining(", ", name + "(", ")"));
    }

    /** Says what the function takes, gives and does. */
    public static final class Builder {
        private final String name;
        private List<ExpressionType> parameters = List.of();
        private ExpressionType result = ExpressionType.DYN;
        private String meaning = "";

        private Builder(String name) {
            this.name = name;
        }

        /** What it takes, in order. */
        public Builder takes(ExpressionType... types) {
            this.parameters = new ArrayList<>(Arrays.asList(types));
            return this;
        }

        /** What it gives. */
        public Builder gives(ExpressionType type) {
            this.result = type;
            return this;
        }

        /** What it gives, for a person. */
        public Builder meaning(String text) {
            this.meaning = text;
            return this;
        }

        /** The function; checks it. */
        public ExpressionFunction calls(Body body) {
            return new ExpressionFunction(name, parameters, result, meaning, body);
        }
    }
}
