package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with expressions of Jinja2, or a lookup of older versions. <em>Immutable.</em> */
final class JinjaTemplate {
    private static final Pattern LOOKUP =
            Pattern.compile("^(?<mark>~~?)(?<name>\\w+)\\((?<arguments>.*)\\)$", Pattern.DOTALL);
    /** What expressions may have here; it also bounds how deep they are. */
    private static final int LONGEST = 5000;

    private static final Pattern TAG = Pattern.compile("\\{\\{|\\{%|\\{#");
    private static final Pattern INSIDE = Pattern.compile(
            "(?:[^'\"}]++|'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|\\}(?!\\}))*",
            Pattern.DOTALL);

    /** Texts and expressions in turn. */
    private final List<Object> pieces;

    private JinjaTemplate(List<Object> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Whether a text is more than a text. */
    static boolean isOne(String text) {
        return TAG.matcher(text).find() || LOOKUP.matcher(text).matches();
    }

    static JinjaTemplate of(String text, PythonFunctions functions, EventFields fields) throws UntranslatableException {
        if (text.length() > LONGEST && isOne(text)) {
            throw new UntranslatableException("is a template of more than " + LONGEST + " characters");
        }
        Matcher lookup = LOOKUP.matcher(text);
        if (lookup.matches()) {
            if (lookup.group("mark").length() == 1) {
                throw new UntranslatableException("\"~\" looks up once, at the start, which nothing does here"
                        + " (write instead: the value, or ${NAME} for an environment variable)");
            }
            String call = lookup.group("name") + "(" + lookup.group("arguments") + ")";
            return new JinjaTemplate(List.of(JinjaExpression.translate(call, functions, fields)));
        }
        return new JinjaTemplate(pieces(text, functions, fields));
    }

    private static List<Object> pieces(String text, PythonFunctions functions, EventFields fields)
            throws UntranslatableException {
        List<Object> pieces = new ArrayList<>();
        Matcher tag = TAG.matcher(text);
        int at = 0;
        boolean strips = false;
        while (tag.find(at)) {
            addText(pieces, text.substring(at, tag.start()), strips, text.startsWith("-", tag.end()));
            if (tag.group().equals("{%")) {
                throw new UntranslatableException("statements such as {% if %} and {% for %} have no equal here"
                        + " (write instead: {{ a if condition else b }}; a list.join(\", \"))");
            }
            String close = tag.group().equals("{#") ? "#}" : "}}";
            int end = end(text, tag.end(), close);
            if (close.equals("}}")) {
                String inside =
                        text.substring(tag.end(), end).replaceFirst("^[-+]", "").replaceFirst("-$", "");
                pieces.add(JinjaExpression.translate(inside, functions, fields));
            }
            strips = text.charAt(end - 1) == '-';
            at = end + 2;
        }
        addText(pieces, text.substring(at), strips, false);
        return pieces;
    }

    private static int end(String text, int from, String close) throws UntranslatableException {
        int end = text.indexOf(close, from);
        if (close.equals("}}")) {
            Matcher inside = INSIDE.matcher(text).region(from, text.length());
            end = inside.lookingAt() && text.startsWith(close, inside.end()) ? inside.end() : -1;
        }
        if (end < 0) {
            throw new UntranslatableException(
                    "\"" + text.substring(from - 2) + "\" does not end with \"" + close + "\"");
        }
        return end;
    }

    private static void addText(List<Object> pieces, String text, boolean stripsBegin, boolean stripsEnd) {
        String begun = stripsBegin ? text.stripLeading() : text;
        String kept = stripsEnd ? begun.stripTrailing() : begun;
        if (!kept.isEmpty()) {
            pieces.add(kept);
        }
    }

    /** The template as it is written here. */
    String template() {
        StringBuilder text = new StringBuilder();
        for (Object piece : pieces) {
            text.append(piece instanceof Cel cel ? "{{ " + cel.text() + " }}" : plain(piece.toString()));
        }
        return text.toString();
    }

    /** A text in a template that has no expression of it. */
    static String plain(String text) {
        return text.replace("{{", "{{ " + Cel.quote("{{") + " }}");
    }

    /** The template as one expression, that of its value if it has nothing else. */
    Cel expression() {
        Optional<Cel> only = only();
        if (only.isPresent()) {
            return only.get();
        }
        if (pieces.stream().noneMatch(Cel.class::isInstance)) {
            return Cel.text(pieces.isEmpty() ? "" : pieces.get(0).toString());
        }
        List<String> texts = new ArrayList<>();
        for (Object piece : pieces) {
            texts.add(piece instanceof Cel cel ? "string(" + cel.text() + ")" : Cel.quote(piece.toString()));
        }
        return new Cel(String.join(" + ", texts), texts.size() == 1 ? Cel.WHOLE : Cel.SUM, false, null);
    }

    /** The template as a text that is worked out at the start, if nothing but variables of the environment is in it. */
    Optional<String> substitution() {
        StringBuilder text = new StringBuilder();
        for (Object piece : pieces) {
            if (piece instanceof Cel cel) {
                if (!(cel.origin() instanceof Cel.Field field)
                        || !field.segments().get(0).equals("env")) {
                    return Optional.empty();
                }
                text.append("${").append(field.segments().get(1)).append('}');
            } else {
                text.append(piece.toString().replace("$", "$$"));
            }
        }
        return Optional.of(text.toString());
    }

    private Optional<Cel> only() {
        // A block of YAML ends with a line end, which is none of the value's.
        List<Object> rest = pieces.stream()
                .filter(piece -> piece instanceof Cel || !piece.toString().isBlank())
                .toList();
        return rest.size() == 1 && rest.get(0) instanceof Cel cel ? Optional.of(cel) : Optional.empty();
    }
}
