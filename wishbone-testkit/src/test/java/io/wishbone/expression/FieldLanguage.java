package io.wishbone.expression;

import io.wishbone.event.Event;
import java.util.Map;
import java.util.Objects;

/**
 * A language as small as one can be, for the tests of arguments: {@code text}, {@code data}, {@code data.KEY}, and
 * conditions {@code EXPRESSION == TEXT}. <em>Immutable.</em>
 */
public final class FieldLanguage implements ExpressionLanguage {
    private static final String EQUALS = " == ";
    private static final String FIELD = "data.";

    @Override
    public String name() {
        return "fields";
    }

    @Override
    public EventPredicate condition(String source, String module) {
        int at = source.indexOf(EQUALS);
        if (at < 0) {
            throw new ExpressionException("\"" + source + "\" is no condition");
        }
        EventFunction<Object> left = value(source.substring(0, at), module);
        String right = source.substring(at + EQUALS.length());
        return event -> String.valueOf(left.apply(event)).equals(right);
    }

    @Override
    public EventFunction<Object> value(String source, String module) {
        if (source.equals("text")) {
            return Event::text;
        }
        if (source.equals("data")) {
            return Event::data;
        }
        if (!source.startsWith(FIELD)) {
            throw new ExpressionException("\"" + source + "\" is no expression");
        }
        String key = source.substring(FIELD.length());
        return event -> {
            if (event.data() instanceof Map<?, ?> map && map.containsKey(key)) {
                return Objects.requireNonNull(map.get(key));
            }
            throw new IllegalArgumentException("data has no " + key);
        };
    }
}
