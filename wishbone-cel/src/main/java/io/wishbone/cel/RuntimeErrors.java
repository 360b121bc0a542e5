package io.wishbone.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.exceptions.CelIterationLimitExceededException;
import dev.cel.common.exceptions.CelOverloadNotFoundException;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import io.wishbone.expression.EvaluationException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says why an expression has no value for an event. */
final class RuntimeErrors {
    private static final int LONGEST = 300;
    private static final int MOST_LISTED = 5;
    private static final Pattern PLACE = Pattern.compile("^evaluation error(?: at [^:]*:\\d+)?: ");

    private static final Pattern FIELD = Pattern.compile("Error resolving fields? '([^']*)'.*");

    private RuntimeErrors() {}

    /** What failed. */
    static String reason(CelEvaluationException thrown) {
        Throwable cause = rootOf(thrown);
        if (cause instanceof CelOverloadNotFoundException) {
            return overload(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof NumberFormatException) {
            return "there is a text that is no number";
        }
        if (cause instanceof CelIterationLimitExceededException) {
            return "its macros took more than " + Limits.ITERATIONS + " steps";
        }
        if (cause instanceof ArithmeticException || cause instanceof IllegalArgumentException) {
            return cut(String.valueOf(cause.getMessage()));
        }
        String message = PLACE.matcher(String.valueOf(thrown.getMessage())).replaceFirst("");
        Matcher field = FIELD.matcher(message);
        return field.matches() ? "there is no field \"" + field.group(1) + "\" in what is no map" : cut(message);
    }

    /** The innermost cause that is more than a wrapper. */
    private static Throwable rootOf(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (cause == thrown
                        || cause instanceof CelRuntimeException
                        || cause instanceof IllegalArgumentException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String overload(String message) {
        int open = message.indexOf('\'');
        int close = message.indexOf('\'', open + 1);
        String name = open < 0 || close < 0 ? message : message.substring(open + 1, close);
        return Names.ofFunction(name) + " does not take values of these types";
    }

    /** The exception with the expression, the reason and what of the expression's variables the event has. */
    static EvaluationException describe(
            String source, CelAbstractSyntaxTree tree, CelVariableResolver variables, String reason) {
        String has = reason.contains(" has: ") ? "" : what(tree, variables);
        return new EvaluationException(
                "\"" + cut(source) + "\": " + reason + (has.isEmpty() ? "" : " (the event has: " + has + ")"));
    }

    private static String what(CelAbstractSyntaxTree tree, CelVariableResolver variables) {
        return CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(RuntimeErrors::isWhole)
                .map(node -> typeOf(node.expr(), variables))
                .flatMap(Optional::stream)
                .distinct()
                .limit(MOST_LISTED)
                .collect(Collectors.joining(", "));
    }

    /** Whether an expression is a path such as {@code data.a}, and not the beginning of a longer one. */
    private static boolean isWhole(CelNavigableExpr node) {
        return isPath(node.expr())
                && node.parent()
                        .filter(parent -> step(parent.expr()) != null
                                && operand(parent.expr()).equals(node.expr()))
                        .isEmpty();
    }

    /** The last key of a path, null if an expression is no path of two or more. */
    private static @Nullable Object step(CelExpr expression) {
        if (expression.getKind() == ExprKind.Kind.SELECT) {
            return expression.select().field();
        }
        boolean isIndex = expression.getKind() == ExprKind.Kind.CALL
                && expression.call().function().equals("_[_]");
        if (isIndex && expression.call().args().get(1).getKind() == ExprKind.Kind.CONSTANT) {
            CelConstant index = expression.call().args().get(1).constant();
            return index.getKind() == CelConstant.Kind.STRING_VALUE ? index.stringValue() : null;
        }
        return null;
    }

    private static CelExpr operand(CelExpr path) {
        return path.getKind() == ExprKind.Kind.SELECT
                ? path.select().operand()
                : path.call().args().get(0);
    }

    private static Optional<String> typeOf(CelExpr path, CelVariableResolver variables) {
        Object value = valueOf(path, variables);
        if (value == null) {
            return step(path) == null ? Optional.empty() : typeOf(operand(path), variables);
        }
        return isPath(path) ? Optional.of(pathOf(path) + ": " + Types.nameOf(value)) : Optional.empty();
    }

    private static @Nullable Object valueOf(CelExpr path, CelVariableResolver variables) {
        if (path.getKind() == ExprKind.Kind.IDENT) {
            return variables.find(path.ident().name()).orElse(null);
        }
        Object step = step(path);
        return step != null && valueOf(operand(path), variables) instanceof Map<?, ?> map ? map.get(step) : null;
    }

    private static boolean isPath(CelExpr path) {
        return path.getKind() == ExprKind.Kind.IDENT || step(path) != null;
    }

    private static String pathOf(CelExpr path) {
        Object step = step(path);
        return step == null ? path.ident().name() : View.pathOf(pathOf(operand(path)), step);
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }
}
