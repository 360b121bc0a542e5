package io.wishbone.testkit;

import io.wishbone.actor.SharedResources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the modules of a router would share; here there is one module. <em>Confined to the test's thread.</em> */
final class Resources implements SharedResources {
    private final Map<Class<?>, AutoCloseable> shared = new LinkedHashMap<>();

    @Override
    public <T extends AutoCloseable> T get(Class<T> type, Supplier<? extends T> factory) {
        return type.cast(shared.computeIfAbsent(type, key -> factory.get()));
    }

    /** Closes them, last made first; gives what went wrong. */
    List<Exception> close() {
        Deque<AutoCloseable> lastFirst = new ArrayDeque<>();
        shared.values().forEach(lastFirst::push);
        shared.clear();
        List<Exception> failures = new ArrayList<>();
        for (AutoCloseable resource : lastFirst) {
            try {
                resource.close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        return failures;
    }
}
