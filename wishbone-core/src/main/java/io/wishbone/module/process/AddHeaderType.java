package io.wishbone.module.process;

import io.wishbone.event.Event;
import io.wishbone.expression.EventFunction;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import io.wishbone.module.Parts;
import java.util.LinkedHashMap;
import java.util.Map;

/** Declares {@code wishbone.process.header}. */
final class AddHeaderType {
    private static final String MAP = "a map of keys and values; strings are templates";

    private static final Argument<EventFunction<Map<String, Object>>> HEADER =
            Argument.required("header", ArgumentType.inModule(MAP, AddHeaderType::entries), "the entries to add");
    private static final Argument<String> NAME = Argument.optional(
            "name", ArgumentType.text(), "under which they are added; as the module is called if left out");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.process.header")
            .summary("Adds entries to the header of each event.")
            .arguments(HEADER, NAME)
            .example(HEADER, "{site: north, from: \"{{ header.listen.remote_address }}\"}")
            .queue("inbox", "what gets the entries")
            .queue("outbox", "the events with the entries")
            .create(arguments ->
                    new AddHeader(arguments.get(HEADER), arguments.find(NAME).orElse(null)));

    private static EventFunction<Map<String, Object>> entries(Object raw, String module) {
        if (!(raw instanceof Map<?, ?> map) || map.isEmpty()) {
            throw new ArgumentException(MAP);
        }
        Map<String, EventFunction<?>> values = new LinkedHashMap<>();
        Parts parts = new Parts();
        map.forEach((key, value) -> parts.read(key, () -> Literal.read(value, module))
                .ifPresent(function -> values.put(key.toString(), function)));
        parts.check();
        return event -> evaluated(values, event);
    }

    private static Map<String, Object> evaluated(Map<String, EventFunction<?>> values, Event event) {
        Map<String, Object> entries = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            Object entry = Reasons.value(value, event, key);
            if (entry != null) {
                entries.put(key, entry);
            }
        });
        return entries;
    }

    private AddHeaderType() {}
}
