package io.wishbone.module.process;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.expression.PlainText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads values as bootstrap files say them. */
final class Literal {
    private Literal() {}

    /** What gives the value for an event: a string is a template, anything else is the same for all. */
    static EventFunction<?> read(Object raw, String module) {
        if (raw instanceof String) {
            EventFunction<String> template = Expressions.template().read(raw, module);
            return template instanceof PlainText plain ? constant(plain.text()) : template;
        }
        return constant(frozen(raw));
    }

    private static EventFunction<Object> constant(Object value) {
        return event -> value;
    }

    /** The value, so that nobody can change what all events share. */
    private static Object frozen(Object raw) {
        if (raw instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, frozen(value)));
            return Collections.unmodifiableMap(copy);
        }
        return raw instanceof List<?> list ? list.stream().map(Literal::frozen).toList() : raw;
    }
}
