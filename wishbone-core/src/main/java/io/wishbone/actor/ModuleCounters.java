package io.wishbone.actor;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The counters, gauges and notes that a module defined for itself. <em>Thread-safe.</em> */
final class ModuleCounters {
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Optional<String>>> notes = new ConcurrentHashMap<>();

    LongAdder counter(String name) {
        return counters.computeIfAbsent(name, key -> new LongAdder());
    }

    void gauge(String name, LongSupplier value) {
        gauges.put(name, value);
    }

    void note(String name, Supplier<Optional<String>> text) {
        notes.put(name, text);
    }

    /** The notes that have a text now. */
    Map<String, String> notes() {
        Map<String, String> texts = new TreeMap<>();
        notes.forEach((name, note) -> {
            try {
                note.get().ifPresent(text -> texts.put(name, text));
            } catch (RuntimeException e) {
                // As with gauges.
            }
        });
        return texts;
    }

    Map<String, Long> snapshot() {
        Map<String, Long> values = new TreeMap<>();
        counters.forEach((name, counter) -> values.put(name, counter.sum()));
        gauges.forEach((name, gauge) -> {
            try {
                values.put(name, gauge.getAsLong());
            } catch (RuntimeException e) {
                // A gauge that throws has no value now; the others are not to go with it.
            }
        });
        return values;
    }
}
