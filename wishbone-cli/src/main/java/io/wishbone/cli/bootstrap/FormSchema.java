package io.wishbone.cli.bootstrap;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of an argument's values. A string with a substitution in it may become anything. */
final class FormSchema {
    static final Map<String, Object> SUBSTITUTED = pair("type", "string", "pattern", "\\$\\{");

    private static final String WHOLE = "^\\s*[+-]?\\d+\\s*$";
    private static final String DURATION = "^\\s*\\d+(\\.\\d+)?\\s*(ns|us|ms|s|m|h|d)?\\s*$";
    private static final String SIZE = "^\\s*\\d+\\s*(B|kB|KB|MB|GB|KiB|MiB|GiB)?\\s*$";

    private FormSchema() {}

    /** What an argument takes, and what there is to say of it. */
    static Map<String, Object> of(Argument<?> argument) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", argument.meaning() + " (" + argument.type().description() + ")");
        if (!argument.isSecret()) {
            argument.defaultText().ifPresent(value -> schema.put("default", value));
        }
        schema.putAll(of(argument.type().form()));
        return schema;
    }

    private static Map<String, Object> of(ArgumentForm form) {
        if (form instanceof ArgumentForm.Text) {
            return Map.of("type", List.of("string", "number", "boolean"));
        }
        if (form instanceof ArgumentForm.Flag) {
            return anyOf(Map.of("type", "boolean"), pattern("^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"));
        }
        if (form instanceof ArgumentForm.Whole whole) {
            return anyOf(number("integer", whole.least(), whole.most()), pattern(WHOLE));
        }
        if (form instanceof ArgumentForm.Decimal decimal) {
            return anyOf(number("number", decimal.least(), decimal.most()), Map.of("type", "string"));
        }
        if (form instanceof ArgumentForm.Time time) {
            return anyOf(pair("type", "number", "minimum", time.least().toNanos() / 1e9), pattern(DURATION));
        }
        if (form instanceof ArgumentForm.Size size) {
            return anyOf(number("integer", size.least(), size.most()), pattern(SIZE));
        }
        if (form instanceof ArgumentForm.Choice choice) {
            return anyOf(Map.of("enum", choice.words()), SUBSTITUTED);
        }
        if (form instanceof ArgumentForm.ListOf list) {
            Map<String, Object> element = of(list.element());
            return element.isEmpty()
                    ? Map.of()
                    : Map.of("anyOf", List.of(pair("type", "array", "items", element), element));
        }
        return Map.of();
    }

    private static Map<String, Object> number(String type, Number least, Number most) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        schema.put("minimum", least);
        schema.put("maximum", most);
        return schema;
    }

    private static Map<String, Object> pattern(String pattern) {
        return pair("type", "string", "pattern", pattern + "|\\$\\{");
    }

    private static Map<String, Object> anyOf(Map<String, Object> one, Map<String, Object> other) {
        return Map.of("anyOf", List.of(one, other));
    }

    /** A map in this order, so that a schema is the same each time. */
    static Map<String, Object> pair(String key, Object value, String otherKey, Object otherValue) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put(key, value);
        pair.put(otherKey, otherValue);
        return pair;
    }
}
