package io.wishbone.protocol;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A kind of protocol as users name it: {@code json} and the like. <em>Immutable.</em> */
public final class ProtocolType {
    /** The key of a map that has a protocol's name; the other keys are its arguments. */
    public static final String TYPE = "type";

    private final String name;
    private final String summary;
    private final Map<String, Argument<?>> arguments;
    private final Function<Arguments, Protocol> factory;

    private ProtocolType(Builder builder, Function<Arguments, Protocol> factory) {
        this.name = builder.name;
        this.summary = builder.summary;
        this.arguments = Collections.unmodifiableMap(new LinkedHashMap<>(builder.arguments));
        this.factory = factory;
    }

    /** A builder for a kind of protocol of this name, such as {@code json}. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The name, such as {@code json}. */
    public String name() {
        return name;
    }

    /** What it is, in a sentence. */
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

    /**
     * Makes a protocol.
     *
     * @param module the name of the module that it is for
     * @param given argument values by name, as a bootstrap file gives them
     * @throws ArgumentException if one is missing, unknown or bad
     */
    public Protocol create(String module, Map<String, ?> given) {
        return factory.apply(Arguments.read("protocol " + name, arguments(), module, given));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects what a kind of protocol is. */
    public static final class Builder {
        private final String name;
        private final Map<String, Argument<?>> arguments = new LinkedHashMap<>();
        private String summary = "";

        private Builder(String name) {
            this.name = name;
        }

        /** What it is, in a sentence. */
        public Builder summary(String value) {
            this.summary = value;
            return this;
        }

        /** Adds arguments. */
        public Builder arguments(Argument<?>... added) {
            for (Argument<?> argument : added) {
                boolean isNew = arguments.putIfAbsent(argument.name(), argument) == null;
                if (!isNew || argument.name().equals(TYPE)) {
                    throw new IllegalArgumentException(
                            "argument \"" + argument.name() + "\" of protocol " + name + " is declared twice");
                }
            }
            return this;
        }

        /** The kind of protocol, with what makes one. */
        public ProtocolType create(Function<Arguments, Protocol> factory) {
            return new ProtocolType(this, factory);
        }
    }
}
