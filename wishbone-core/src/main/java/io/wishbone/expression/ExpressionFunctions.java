package io.wishbone.expression;

import java.util.List;

/** Functions that a jar adds to the language of expressions; found by {@link java.util.ServiceLoader}. */
@FunctionalInterface
public interface ExpressionFunctions {
    /** The functions. Several may share a name if they differ in what they take. */
    List<ExpressionFunction> functions();
}
