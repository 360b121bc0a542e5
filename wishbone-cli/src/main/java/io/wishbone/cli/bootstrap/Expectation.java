package io.wishbone.cli.bootstrap;

import io.wishbone.event.Event;
import io.wishbone.event.EventJson;
import io.wishbone.event.Structured;
import io.wishbone.expression.EventPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a test expects at one place. <em>Immutable.</em>
 *
 * @param module the module that stands for the place
 * @param queue one of its queues; empty for all inlets of the module
 * @param isOutlet whether the queue is an outlet that leads nowhere
 * @param events exactly these; empty if that does not matter
 * @param inAnyOrder whether they may come in any order
 * @param count how many come
 * @param match what every event meets
 */
record Expectation(
        String module,
        String queue,
        boolean isOutlet,
        Optional<List<ExpectedEvent>> events,
        boolean inAnyOrder,
        Optional<Integer> count,
        Optional<Condition> match) {
    private static final int MOST_SHOWN = 20;

    /**
     * An event that is expected.
     *
     * @param data its data
     * @param header entries that its header has, beside others, by module and key
     */
    record ExpectedEvent(Object data, Map<?, ?> header) {
        private boolean isMetBy(Event event) {
            return canonical(data).equals(canonical(event.data()))
                    && header.entrySet().stream()
                            .allMatch(module -> module.getValue() instanceof Map<?, ?> entries
                                    && entries.entrySet().stream()
                                            .allMatch(entry -> canonical(entry.getValue())
                                                    .equals(canonical(event.header(
                                                            String.valueOf(module.getKey()),
                                                            String.valueOf(entry.getKey()))))));
        }

        private String shown() {
            return canonical(data) + (header.isEmpty() ? "" : " with header " + canonical(header));
        }
    }

    /**
     * A condition.
     *
     * @param text as the test has it
     */
    record Condition(String text, EventPredicate predicate) {
        /** What cannot be evaluated, as where a field is missing, is not met. */
        private boolean isMetBy(Event event) {
            try {
                return predicate.test(event);
            } catch (Exception e) {
                return false;
            }
        }
    }

    /** Where it is, as the test names it. */
    String place() {
        return queue.isEmpty() ? module : module + "." + queue;
    }

    /** What is not as expected; empty if all is. */
    List<String> failures(List<Event> got) {
        List<String> failures = new ArrayList<>();
        count.filter(expected -> expected != got.size())
                .ifPresent(expected -> failures.add(place() + ": expected " + count(expected) + ", got "
                        + count(got.size()) + list("got", shown(got))));
        events.filter(expected -> !areMetBy(expected, got))
                .ifPresent(expected -> failures.add(place() + ": other events than expected"
                        + (inAnyOrder ? ", in any order" : "")
                        + list(
                                "expected",
                                expected.stream().map(ExpectedEvent::shown).toList())
                        + list("got", shown(got, expected))));
        match.ifPresent(condition -> got.stream()
                .filter(event -> !condition.isMetBy(event))
                .findFirst()
                .ifPresent(event -> failures.add(place() + ": an event does not match " + condition.text()
                        + list("got", List.of(event.toJson())))));
        return failures;
    }

    private static String count(int number) {
        return number == 0 ? "no events" : number + (number == 1 ? " event" : " events");
    }

    private boolean areMetBy(List<ExpectedEvent> expected, List<Event> got) {
        if (expected.size() != got.size()) {
            return false;
        }
        List<Event> left = new ArrayList<>(got);
        for (ExpectedEvent wanted : expected) {
            Optional<Event> found = left.stream()
                    .limit(inAnyOrder ? left.size() : 1)
                    .filter(wanted::isMetBy)
                    .findFirst();
            if (found.isEmpty()) {
                return false;
            }
            left.remove(found.get());
        }
        return true;
    }

    private static String list(String what, List<String> lines) {
        if (lines.isEmpty()) {
            return "\n  " + what + ": nothing";
        }
        String shown = lines.stream().limit(MOST_SHOWN).collect(Collectors.joining("\n    "));
        int more = lines.size() - MOST_SHOWN;
        return "\n  " + what + ":\n    " + shown + (more > 0 ? "\n    and " + more + " more" : "");
    }

    /** With headers only where the expectation has some. */
    private static List<String> shown(List<Event> got, List<ExpectedEvent> expected) {
        boolean withHeaders =
                expected.stream().anyMatch(event -> !event.header().isEmpty());
        return withHeaders ? got.stream().map(Event::toJson).toList() : shown(got);
    }

    private static List<String> shown(List<Event> got) {
        return got.stream().map(event -> canonical(event.data())).toList();
    }

    /** A value as JSON whose keys are in order: the same for bytes and text, and for all kinds of numbers. */
    private static String canonical(@Nullable Object value) {
        return EventJson.ofValue(ordered(value));
    }

    private static @Nullable Object ordered(@Nullable Object value) {
        if (value instanceof Structured structured) {
            return ordered(structured.toMap());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> ordered = new TreeMap<>();
            map.forEach((key, each) -> ordered.put(String.valueOf(key), ordered(each)));
            return ordered;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(each -> items.add(ordered(each)));
            return items;
        }
        return value;
    }
}
