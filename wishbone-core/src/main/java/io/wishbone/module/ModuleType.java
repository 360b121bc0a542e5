package io.wishbone.module;

import io.wishbone.actor.Actor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A kind of module as users name it: {@code wishbone.input.tcp} and the like. <em>Immutable.</em>
 *
 * <p>The name has the form {@code <group>.<area>.<kind>}; names of this project's own modules begin with
 * {@code wishbone.}.
 */
public final class ModuleType {
    private final String name;
    private final String summary;
    private final Map<String, Argument<?>> arguments;
    private final Map<String, String> queues;
    private final Map<String, String> examples;
    private final Function<Arguments, ? extends Actor> factory;

    private ModuleType(Builder builder, Function<Arguments, ? extends Actor> factory) {
        this.name = builder.name;
        this.summary = builder.summary;
        this.arguments = Collections.unmodifiableMap(new LinkedHashMap<>(builder.arguments));
        this.queues = Collections.unmodifiableMap(new LinkedHashMap<>(builder.queues));
        this.examples = Collections.unmodifiableMap(new LinkedHashMap<>(builder.examples));
        this.factory = factory;
    }

    /** A builder for a kind of module of this name. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The full name, such as {@code wishbone.input.tcp}. */
    public String name() {
        return name;
    }

    /** What it does, in a sentence. */
    public String summary() {
        return summary;
    }

    /** Its arguments, in the order in which they are to be shown. */
    public List<Argument<?>> arguments() {
        return new ArrayList<>(arguments.values());
    }

    /** The argument of a name. */
    public Optional<Argument<?>> argument(String argumentName) {
        return Optional.ofNullable(arguments.get(argumentName));
    }

    /** Its queues and what each is for; {@code *} stands for any name, where connecting makes the queue. */
    public Map<String, String> queues() {
        return queues;
    }

    /** Values for an example of its use, by argument, as a bootstrap file would say them; may be empty. */
    public Map<String, String> examples() {
        return examples;
    }

    /**
     * Makes a module.
     *
     * @param module the name that it will be registered under
     * @param given argument values by name, as a bootstrap file gives them
     * @throws ArgumentException if one is missing, unknown or bad
     * @throws IllegalArgumentException if they do not go together; the message has the arguments' names
     */
    public Actor create(String module, Map<String, ?> given) {
        Arguments read = Arguments.read(this, module, given);
        try {
            return factory.apply(read);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(withArgumentNames(String.valueOf(e.getMessage())), e);
        }
    }

    /** A configuration names what is wrong as Java does, {@code maxAge} for {@code max_age}. */
    private String withArgumentNames(String message) {
        String named = message;
        for (String argument : arguments.keySet()) {
            String inJava = Pattern.compile("_(.)")
                    .matcher(argument)
                    .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
            named = named.replaceAll("\\b" + inJava + "\\b", argument);
        }
        return named;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects what a kind of module is. */
    public static final class Builder {
        private final String name;
        private final Map<String, Argument<?>> arguments = new LinkedHashMap<>();
        private final Map<String, String> queues = new LinkedHashMap<>();
        private final Map<String, String> examples = new LinkedHashMap<>();
        private String summary = "";

        private Builder(String name) {
            this.name = name;
        }

        /** What it does, in a sentence. */
        public Builder summary(String value) {
            this.summary = value;
            return this;
        }

        /** Adds arguments. */
        public Builder arguments(Argument<?>... added) {
            for (Argument<?> argument : added) {
                if (arguments.putIfAbsent(argument.name(), argument) != null) {
                    throw new IllegalArgumentException(
                            "argument \"" + argument.name() + "\" of " + name + " is declared twice");
                }
            }
            return this;
        }

        /** Adds a queue and its meaning; {@code *} stands for any name. */
        public Builder queue(String queueName, String meaning) {
            queues.put(queueName, meaning);
            return this;
        }

        /**
         * Gives an argument a value in an example of the module's use, where none can be found that would do or more is
         * to be shown than what is required.
         *
         * @param value as a bootstrap file says it, quotes included
         */
        public Builder example(Argument<?> argument, String value) {
            if (!argument.equals(arguments.get(argument.name()))) {
                throw new IllegalArgumentException("argument \"" + argument.name() + "\" of " + name
                        + " is not declared (expected: arguments first)");
            }
            examples.put(argument.name(), value);
            return this;
        }

        /** The kind of module, with what makes one. */
        public ModuleType create(Function<Arguments, ? extends Actor> factory) {
            return new ModuleType(this, factory);
        }
    }
}
