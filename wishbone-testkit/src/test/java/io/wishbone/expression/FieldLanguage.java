package io.wishbone.expression;

import io.wishbone.event.Event;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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

    /** Patterns are texts to look for; each has one group, {@code found}, and names none in a replacement. */
    @Override
    public TextPattern pattern(String source) {
        if (source.contains("(")) {
            throw new ExpressionException("\"" + source + "\" is no pattern");
        }
        return new TextPattern() {
            @Override
            public List<String> groupNames() {
                return source.startsWith("any") ? List.of() : List.of("found");
            }

            @Override
            public @Nullable Map<String, String> groups(String text) {
                return text.contains(source) ? Map.of("found", source) : null;
            }

            @Override
            public UnaryOperator<String> replacing(String replacement) {
                if (replacement.contains("$")) {
                    throw new ExpressionException("\"" + replacement + "\" names a group");
                }
                return text -> text.replace(source, replacement);
            }
        };
    }
}
