package io.wishbone.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.wishbone.event.Event;
import io.wishbone.expression.EvaluationException;
import io.wishbone.expression.EventFunction;
import io.wishbone.expression.EventPredicate;
import io.wishbone.expression.ExpressionException;
import io.wishbone.expression.ExpressionFunction;
import io.wishbone.expression.ExpressionFunctions;
import io.wishbone.expression.ExpressionLanguage;
import io.wishbone.expression.TextPattern;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * CEL as the language of expressions. <em>Thread-safe.</em>
 *
 * <p>Variables: {@code data}, {@code header}, {@code module} and {@code env}. Functions: CEL's own, its extensions for
 * strings, mathematics and optional values, and those of every {@link ExpressionFunctions} on the class path.
 */
public final class CelLanguage implements ExpressionLanguage {
    private final Engine engine;

    /** The language with the functions that are on the class path; for {@link ServiceLoader}. */
    public CelLanguage() {
        this(ServiceLoader.load(ExpressionFunctions.class).stream()
                .flatMap(found -> found.get().functions().stream())
                .toList());
    }

    /**
     * The language with certain functions beside CEL's own.
     *
     * @throws IllegalArgumentException if two functions take the same, or one has a name of CEL's
     */
    public CelLanguage(List<ExpressionFunction> functions) {
        this.engine = Engine.create(functions);
    }

    @Override
    public String name() {
        return "CEL";
    }

    @Override
    public EventPredicate condition(String source, String module) {
        CelAbstractSyntaxTree tree = engine.check(source);
        CelType type = tree.getResultType();
        if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
            throw new ExpressionException(
                    "\"" + source + "\" gives " + type.name() + " (expected: a condition, which gives true or false)");
        }
        return new Condition(engine.plan(tree, source, module));
    }

    @Override
    public EventFunction<@Nullable Object> value(String source, String module) {
        return new Value(engine.plan(engine.check(source), source, module));
    }

    @Override
    public TextPattern pattern(String source) {
        return LinearPattern.compile(source);
    }

    private record Condition(Program program) implements EventPredicate {
        @Override
        public boolean test(Event event) throws EvaluationException {
            Object value = program.evaluate(event);
            if (value instanceof Boolean bool) {
                return bool;
            }
            throw program.failure(event, "it gives " + Types.nameOf(value) + " (expected: true or false)");
        }
    }

    private record Value(Program program) implements EventFunction<@Nullable Object> {
        @Override
        @SuppressWarnings("NullAway") // which checks no type arguments: the value may be null
        public @Nullable Object apply(Event event) throws EvaluationException {
            return JavaValues.of(program.evaluate(event));
        }
    }
}
