package io.wishbone.module;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a kind of module. <em>Immutable.</em>
 *
 * @param <T> what its value becomes
 */
public final class Argument<T> {
    private final String name;
    private final ArgumentType<T> type;
    private final String meaning;
    private final @Nullable String defaultText;
    private final boolean required;
    private final boolean secret;

    private Argument(
            String name,
            ArgumentType<T> type,
            String meaning,
            @Nullable String defaultText,
            boolean required,
            boolean secret) {
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
        this.meaning = Objects.requireNonNull(meaning, "meaning");
        this.defaultText = defaultText;
        this.required = required;
        this.secret = secret;
    }

    /** An argument that must be given. */
    public static <T> Argument<T> required(String name, ArgumentType<T> type, String meaning) {
        return new Argument<>(name, type, meaning, null, true, false);
    }

    /**
     * An argument that may be left out.
     *
     * @param defaultText what it then is, as a bootstrap file would say it
     */
    public static <T> Argument<T> defaulted(String name, ArgumentType<T> type, String defaultText, String meaning) {
        type.read(defaultText);
        return new Argument<>(name, type, meaning, defaultText, false, false);
    }

    /** An argument that may be left out and then has no value. */
    public static <T> Argument<T> optional(String name, ArgumentType<T> type, String meaning) {
        return new Argument<>(name, type, meaning, null, false, false);
    }

    /** The same argument, its value never shown. */
    public Argument<T> secret() {
        return new Argument<>(name, type, meaning, defaultText, required, true);
    }

    /** The key in a bootstrap file, in snake_case. */
    public String name() {
        return name;
    }

    /** What values it takes. */
    public ArgumentType<T> type() {
        return type;
    }

    /** What it is for. */
    public String meaning() {
        return meaning;
    }

    /** What it is when left out, as a bootstrap file would say it. */
    public Optional<String> defaultText() {
        return Optional.ofNullable(defaultText);
    }

    /** Whether it must be given. */
    public boolean isRequired() {
        return required;
    }

    /** Whether its value must never be shown. */
    public boolean isSecret() {
        return secret;
    }
}
