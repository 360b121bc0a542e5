package io.wishbone.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;

/** Regular expressions of RE2, whose time is linear in the text, compiled once. <em>Thread-safe.</em> */
public final class Regexes {
    private static final int LONGEST = 1_000;
    private static final BoundedCache<String, Pattern> COMPILED = new BoundedCache<>(Regexes::create);

    private Regexes() {}

    /**
     * The pattern of a regular expression.
     *
     * @throws IllegalArgumentException if it is none, or too large
     */
    public static Pattern compile(String regex) {
        return COMPILED.get(regex);
    }

    /**
     * Checks the regular expressions that stand in an expression, so that a bad one is known at the start.
     *
     * @throws IllegalArgumentException if one is bad
     */
    static void check(CelAbstractSyntaxTree tree) {
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == ExprKind.Kind.CALL)
                .map(node -> node.expr().call())
                .filter(call ->
                        call.function().equals("matches") || call.function().startsWith("regex_"))
                .map(call -> call.args().get(call.target().isPresent() ? 0 : 1))
                .filter(regex -> regex.getKind() == ExprKind.Kind.CONSTANT)
                .forEach(regex -> compile(regex.constant().stringValue()));
    }

    private static Pattern create(String regex) {
        if (regex.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the regular expression has " + regex.length() + " characters (expected: up to " + LONGEST + ")");
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + regex + "\" is no regular expression: " + e.getDescription() + " (expected: RE2)");
        }
        if (pattern.programSize() > Limits.REGEX_SIZE) {
            throw new IllegalArgumentException("\"" + regex + "\" is compiled to " + pattern.programSize()
                    + " instructions (expected: up to " + Limits.REGEX_SIZE + ")");
        }
        return pattern;
    }
}
