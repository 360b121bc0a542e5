package io.wishbone.expression;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that {@link ExpressionLanguage} compiled. <em>Immutable.</em> Its time is linear in the text,
 * whatever the text is, since it runs on threads that serve sockets too.
 */
public interface TextPattern {
    /** The names of its groups such as {@code (?P<host>\S+)}, in their order. */
    List<String> groupNames();

    /**
     * What the named groups match where the pattern first matches, by name and in their order; a group that takes no
     * part in the match is left out.
     *
     * @return null if the pattern matches nowhere
     */
    @Nullable Map<String, String> groups(String text);

    /**
     * A function that replaces each match in a text.
     *
     * @param replacement {@code $1} and <code>${name}</code> stand for groups, {@code \$} for a dollar sign, {@code \\}
     *     for a backslash
     * @return gives the text with its matches replaced; throws {@link IllegalArgumentException} if that is too long
     * @throws ExpressionException if the replacement names a group that there is not
     */
    UnaryOperator<String> replacing(String replacement);
}
