package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word or sign of an expression of Jinja2. <em>Immutable.</em>
 *
 * @param kind what it is
 * @param text as it is written; of a string, what it says
 */
record JinjaToken(Kind kind, String text) {
    enum Kind {
        NAME,
        INTEGER,
        FRACTION,
        STRING,
        SIGN,
        END
    }

    private static final Pattern PIECE = Pattern.compile(
            "(?<space>\\s+)|(?<name>@?[A-Za-z_][A-Za-z0-9_]*)"
                    + "|(?<fraction>[0-9]+\\.[0-9]+(?:[eE][-+]?[0-9]+)?)|(?<integer>[0-9]+)"
                    + "|\"(?<double>[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|'(?<single>[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+)'"
                    + "|(?<sign>\\*\\*|//|==|!=|<=|>=|[-+*/%~<>|.,:()\\[\\]{}=])",
            Pattern.DOTALL);

    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
    }

    static List<JinjaToken> of(String expression) throws UntranslatableException {
        List<JinjaToken> tokens = new ArrayList<>();
        Matcher matcher = PIECE.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new UntranslatableException(
                        "\"" + expression.charAt(at) + "\" is no sign of Jinja2's expressions");
            }
            at = matcher.end();
            if (matcher.group("space") == null) {
                tokens.add(token(matcher));
            }
        }
        tokens.add(new JinjaToken(Kind.END, ""));
        return tokens;
    }

    private static JinjaToken token(Matcher matcher) {
        if (matcher.group("name") != null) {
            return new JinjaToken(Kind.NAME, matcher.group());
        }
        if (matcher.group("fraction") != null) {
            return new JinjaToken(Kind.FRACTION, matcher.group());
        }
        if (matcher.group("integer") != null) {
            return new JinjaToken(Kind.INTEGER, matcher.group());
        }
        if (matcher.group("sign") != null) {
            return new JinjaToken(Kind.SIGN, matcher.group());
        }
        String inside = matcher.group("double") == null ? matcher.group("single") : matcher.group("double");
        return new JinjaToken(Kind.STRING, unescape(inside));
    }

    private static String unescape(String inside) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < inside.length(); i++) {
            char letter = inside.charAt(i);
            if (letter == '\\' && i + 1 < inside.length()) {
                char next = inside.charAt(++i);
                switch (next) {
                    case 'n' -> text.append('\n');
                    case 't' -> text.append('\t');
                    case 'r' -> text.append('\r');
                    case '\\', '\'', '"' -> text.append(next);
                    // Python keeps an escape that it does not know.
                    default -> text.append('\\').append(next);
                }
            } else {
                text.append(letter);
            }
        }
        return text.toString();
    }
}
