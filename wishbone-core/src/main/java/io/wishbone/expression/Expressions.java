package io.wishbone.expression;

import io.wishbone.module.ArgumentType;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The types of arguments that are worked out for each event, in the {@link ExpressionLanguage} that is on the class
 * path.
 */
public final class Expressions {
    private Expressions() {}

    /** Loaded when the first expression is compiled, so that those who have none need no language. */
    private static final class Language {
        static final Optional<ExpressionLanguage> FOUND =
                ServiceLoader.load(ExpressionLanguage.class).findFirst();
    }

    /** A condition, such as {@code data.status >= 500}. */
    public static ArgumentType<EventPredicate> condition() {
        return ArgumentType.inModule(
                "a condition such as data.status >= 500",
                (raw, module) -> language().condition(text(raw), module));
    }

    /** An expression, such as {@code data.color}; its value is null where the event says null. */
    public static ArgumentType<EventFunction<@Nullable Object>> value() {
        return ArgumentType.inModule(
                "an expression such as data.color", (raw, module) -> language().value(text(raw), module));
    }

    /** Text with expressions in double braces; a {@link PlainText} if there are none. */
    public static ArgumentType<EventFunction<String>> template() {
        return ArgumentType.inModule(
                "text; {{ data.color }} inserts the value of an expression",
                (raw, module) -> Template.compile(text(raw), Expressions::language, module));
    }

    /** A regular expression, such as {@code user=(?P<user>\w+)}. */
    public static ArgumentType<TextPattern> pattern() {
        return ArgumentType.of(
                "a regular expression such as user=(?P<user>\\w+)",
                raw -> language().pattern(text(raw)));
    }

    private static String text(Object raw) {
        return ArgumentType.text().read(raw);
    }

    private static ExpressionLanguage language() {
        return Language.FOUND.orElseThrow(
                () -> new ExpressionException("there is no expression language on the class path"
                        + " (expected: the artifact wishbone-cel, or another implementation of "
                        + ExpressionLanguage.class.getName() + ")"));
    }
}
