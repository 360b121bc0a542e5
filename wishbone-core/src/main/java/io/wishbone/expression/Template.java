package io.wishbone.expression;

import io.wishbone.event.Event;
import io.wishbone.event.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Text with expressions in double braces, such as {@code color: {{ data.color }}}. <em>Immutable.</em>
 *
 * <p>Strings and bytes are inserted as they are (bytes read as UTF-8), numbers and booleans as in JSON, lists and maps
 * as JSON; null inserts nothing.
 */
public final class Template implements EventFunction<String> {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final List<EventFunction<@Nullable Object>> parts;

    private Template(List<EventFunction<@Nullable Object>> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Compiles a template; a {@link PlainText} if there are no expressions in it.
     *
     * @param text the template; an expression that is a string gives two braces, should the text need them
     * @param language compiles what is between the braces; not asked for if there are none
     * @param module the name of the module that asks
     * @throws ExpressionException if an expression is bad or not closed
     */
    static EventFunction<String> compile(String text, Supplier<ExpressionLanguage> language, String module) {
        List<EventFunction<@Nullable Object>> parts = new ArrayList<>();
        int at = 0;
        int open = text.indexOf(OPEN);
        while (open >= 0) {
            String before = text.substring(at, open);
            parts.add(event -> before);
            int close = endOf(text, open + OPEN.length());
            parts.add(language.get()
                    .value(text.substring(open + OPEN.length(), close).trim(), module));
            at = close + CLOSE.length();
            open = text.indexOf(OPEN, at);
        }
        String rest = text.substring(at);
        if (parts.isEmpty()) {
            return new PlainText(rest);
        }
        parts.add(event -> rest);
        return new Template(parts);
    }

    /** Where an expression ends: at the first closing braces that stand in no string and close no braces of its own. */
    private static int endOf(String text, int from) {
        int depth = 0;
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && depth > 0) {
                depth--;
            } else if (text.startsWith(CLOSE, i)) {
                return i;
            }
        }
        throw new ExpressionException("the expression that begins at column " + (from - OPEN.length() + 1) + " of \""
                + text + "\" is not closed (expected: " + CLOSE + ")");
    }

    @Override
    public String apply(Event event) throws Exception {
        StringBuilder text = new StringBuilder();
        for (EventFunction<@Nullable Object> part : parts) {
            text.append(textOf(part.apply(event)));
        }
        return text.toString();
    }

    /** A value as a template inserts it. */
    public static String textOf(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return value instanceof CharSequence ? value.toString() : EventJson.ofValue(value);
    }
}
