package io.wishbone.module.process;

import io.wishbone.expression.Expressions;
import io.wishbone.expression.TextPattern;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Parts;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads operations as bootstrap files say them: maps of one key, which is the kind of operation. */
final class OperationReader {
    private static final String FORM = "a map of one operation, such as {lowercase: data.name}";
    private static final String VALUES = "a map of fields and values, such as {data.color: red}";
    private static final ArgumentType<String> TEXT = ArgumentType.text();

    private static final Map<String, BiFunction<Object, String, Operation>> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("set", (raw, module) -> set(raw, module)),
            Map.entry("compute", (raw, module) -> compute(raw, module)),
            Map.entry("copy", (raw, module) -> fromTo(raw, module, Operation::copy)),
            Map.entry("rename", (raw, module) -> fromTo(raw, module, Operation::rename)),
            Map.entry("delete", (raw, module) -> fields("delete", raw, Operation::delete)),
            Map.entry("append", (raw, module) -> append(raw, module)),
            Map.entry("lowercase", (raw, module) -> fields("lowercase", raw, Operation::lowercase)),
            Map.entry("uppercase", (raw, module) -> fields("uppercase", raw, Operation::uppercase)),
            Map.entry("extract", OperationReader::extract),
            Map.entry("replace", OperationReader::replace),
            Map.entry("join", OperationReader::join),
            Map.entry("merge", OperationReader::merge),
            Map.entry("time", OperationReader::time)));

    /** One operation. */
    static final ArgumentType<Operation> OPERATION = ArgumentType.inModule(
            "{OPERATION: ...}, which is one of " + String.join(", ", KINDS.keySet()), OperationReader::read);

    private OperationReader() {}

    private static Operation read(Object raw, String module) {
        if (!(raw instanceof Map<?, ?> map) || map.size() != 1) {
            throw new ArgumentException(FORM);
        }
        Map.Entry<?, ?> only = map.entrySet().iterator().next();
        String kind = String.valueOf(only.getKey());
        var reader = KINDS.get(kind);
        if (reader == null) {
            throw Options.unknown("operation", kind, KINDS.keySet(), String.join(", ", KINDS.keySet()));
        }
        return Options.at(kind, () -> reader.apply(only.getValue(), module));
    }

    private static Operation set(Object raw, String module) {
        return values("set", raw, (field, value) -> Operation.compute("set", field, Literal.read(value, module)));
    }

    private static Operation compute(Object raw, String module) {
        return values(
                "compute",
                raw,
                (field, value) -> Operation.compute(field, Expressions.value().read(value, module)));
    }

    private static Operation append(Object raw, String module) {
        return values("append", raw, (field, value) -> Operation.append(field, Literal.read(value, module)));
    }

    private static Operation values(String kind, Object raw, BiFunction<String, Object, Operation> reader) {
        if (!(raw instanceof Map<?, ?> map) || map.isEmpty()) {
            throw new ArgumentException(VALUES);
        }
        List<Operation> operations = new ArrayList<>();
        Parts parts = new Parts();
        map.forEach((key, value) ->
                parts.read(key, () -> reader.apply(key.toString(), value)).ifPresent(operations::add));
        parts.check();
        return Operation.all(kind, operations);
    }

    private static Operation fields(String kind, Object raw, Function<String, Operation> operation) {
        List<Operation> operations = ArgumentType.listOf(Options.FIELD).read(raw).stream()
                .map(operation)
                .toList();
        if (operations.isEmpty()) {
            throw new ArgumentException("a field such as data.name, or a list of fields");
        }
        return Operation.all(kind, operations);
    }

    private static Operation fromTo(Object raw, String module, BiFunction<String, String, Operation> operation) {
        Options options = Options.of(raw, module, "{from: FIELD, to: FIELD}", "from", "to");
        return operation.apply(options.required("from", Options.FIELD), options.required("to", Options.FIELD));
    }

    private static Operation extract(Object raw, String module) {
        Options options = Options.of(
                raw,
                module,
                "{from: FIELD, pattern: REGEX, to: FIELD, mismatch: fail or pass}",
                "from",
                "pattern",
                "to",
                "mismatch");
        TextPattern pattern = options.required("pattern", Expressions.pattern());
        if (pattern.groupNames().isEmpty()) {
            throw new ArgumentException("the pattern names no group (expected: a group such as (?P<host>\\S+))");
        }
        return Operation.extract(
                options.required("from", Options.FIELD),
                pattern::groups,
                options.optional("to", Options.FIELD, "data"),
                options.optional("mismatch", ArgumentType.choice(Mismatch.class), Mismatch.FAIL));
    }

    private static Operation replace(Object raw, String module) {
        Options options =
                Options.of(raw, module, "{field: FIELD, pattern: REGEX, with: TEXT}", "field", "pattern", "with");
        TextPattern pattern = options.required("pattern", Expressions.pattern());
        String with = options.required("with", TEXT);
        UnaryOperator<String> replacer = Options.at("with", () -> pattern.replacing(with));
        return Operation.text("replace", options.required("field", Options.FIELD), replacer);
    }

    private static Operation join(Object raw, String module) {
        Options options =
                Options.of(raw, module, "{field: FIELD, separator: TEXT, to: FIELD}", "field", "separator", "to");
        String field = options.required("field", Options.FIELD);
        return Operation.join(
                field, options.optional("separator", TEXT, ","), options.optional("to", Options.FIELD, field));
    }

    private static Operation merge(Object raw, String module) {
        Options options = Options.of(raw, module, "{from: [FIELD, FIELD, ...], to: FIELD}", "from", "to");
        List<String> from = options.required("from", ArgumentType.listOf(Options.FIELD));
        return Operation.merge(from, options.required("to", Options.FIELD));
    }

    private static Operation time(Object raw, String module) {
        Options options = Options.of(
                raw,
                module,
                "{field: FIELD, from: FORMAT, format: FORMAT, zone: ZONE, to: FIELD}",
                "field",
                "from",
                "format",
                "zone",
                "to");
        ZoneId zone = options.optional(
                "zone",
                ArgumentType.of("a time zone such as Europe/Brussels or +02:00", OperationReader::zone),
                ZoneOffset.UTC);
        ArgumentType<TimeFormat> format = ArgumentType.of(TimeFormat.EXPECTED, text -> format(text, zone));
        String field = options.required("field", Options.FIELD);
        return Operation.time(
                field,
                options.required("from", format),
                options.required("format", format),
                options.optional("to", Options.FIELD, field));
    }

    private static ZoneId zone(Object raw) {
        try {
            return ZoneId.of(TEXT.read(raw));
        } catch (DateTimeException e) {
            throw new ArgumentException("a time zone such as Europe/Brussels or +02:00");
        }
    }

    private static TimeFormat format(Object raw, ZoneId zone) {
        try {
            return TimeFormat.parse(TEXT.read(raw), zone);
        } catch (IllegalArgumentException e) {
            throw new ArgumentException(TimeFormat.EXPECTED);
        }
    }
}
