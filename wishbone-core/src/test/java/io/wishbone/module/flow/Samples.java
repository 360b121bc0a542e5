package io.wishbone.module.flow;

import io.wishbone.event.Event;
import java.util.List;
import java.util.stream.Stream;

/** Events that the tests of flow modules have in common. */
final class Samples {
    private Samples() {}

    static List<Event> texts(String... texts) {
        return Stream.of(texts).map(Event::of).toList();
    }

    /** What a lambda does that has a bug. */
    static boolean fail(Event event) {
        throw new IllegalStateException("no value for " + event.text());
    }
}
