package io.wishbone.module.process;

import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.testkit.SteppedModule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events that the tests of process modules have in common, and what becomes of them. */
final class Events {
    private Events() {}

    /** Data that has one of each kind of value, in an order of its own, and can be told to be unchanged by its JSON. */
    static Event sample() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("text", "Hello");
        data.put("number", 7);
        data.put("list", List.of("a", "b"));
        data.put("map", new LinkedHashMap<>(Map.of("inner", new LinkedHashMap<>(Map.of("deep", "Deep")))));
        data.put("nothing", null);
        data.put("full.name", "Dotted");
        return Event.of(data, Header.of("in", Map.of("key", "Value", "nested", Map.of("x", "X"))));
    }

    /** What an operation makes of the event, applied by a module. */
    static Event apply(Event event, Operation... operations) {
        try (SteppedModule modify = SteppedModule.start("modify", new Modify(operations))) {
            modify.feed("inbox", event);
            List<Event> out = modify.takeFrom("outbox");
            if (out.size() != 1) {
                throw new AssertionError("it failed: " + modify.takeFrom("failed"));
            }
            return out.get(0);
        }
    }

    /** The reason why the module refuses the event; the event must come as it was, its error aside. */
    static String refusal(Event event, Operation... operations) {
        String before = event.toJson();
        try (SteppedModule modify = SteppedModule.start("modify", new Modify(operations))) {
            modify.feed("inbox", event);
            Event failed = modify.takeFrom("failed").get(0);
            Event original = failed.withHeader(failed.header().without("modify", "error"));
            if (!original.toJson().equals(before) || !event.toJson().equals(before)) {
                throw new AssertionError("it is not as it came: " + failed);
            }
            Map<?, ?> error = (Map<?, ?>) Objects.requireNonNull(failed.header("modify", "error"));
            return String.valueOf(error.get("message"));
        }
    }

    /** What a field of the sample is after an operation. */
    static @Nullable Object valueAfter(String field, Operation... operations) {
        return Field.parse(field).read(apply(sample(), operations));
    }
}
