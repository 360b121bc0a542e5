package io.wishbone.module.flow;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.EventPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link QueueSelect} chooses: by a function that gives names, or by rules. <em>Immutable.</em>
 *
 * @param queue gives the name of an outlet, or a collection of names; null if there are rules
 * @param rules looked at in order, the first whose condition is met chooses; empty if there is {@code queue}
 * @param otherwise the outlets for events that meet no rule; may be empty
 */
public record QueueSelectConfig(@Nullable EventFunction<?> queue, List<Rule> rules, List<String> otherwise) {
    /**
     * Which outlets the events get that meet a condition.
     *
     * @param when the condition
     * @param queue the names of one or more outlets
     */
    public record Rule(EventPredicate when, List<String> queue) {
        public Rule {
            Objects.requireNonNull(when, "when");
            queue = List.copyOf(queue);
            if (queue.isEmpty()) {
                throw new IllegalArgumentException("queue: [] (expected: at least one name)");
            }
        }
    }

    public QueueSelectConfig {
        rules = List.copyOf(rules);
        otherwise = List.copyOf(otherwise);
        if ((queue == null) == rules.isEmpty()) {
            throw new IllegalArgumentException(
                    "queue, rules: " + (queue == null ? "neither" : "both") + " (expected: one of them)");
        }
        if (rules.isEmpty() && !otherwise.isEmpty()) {
            throw new IllegalArgumentException("otherwise: " + otherwise + " (expected: none, unless there are rules)");
        }
    }

    /** By a function that gives the name of an outlet, or a collection of names. */
    public static QueueSelectConfig byName(EventFunction<?> queue) {
        return new QueueSelectConfig(Objects.requireNonNull(queue, "queue"), List.of(), List.of());
    }

    /** A builder for rules. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects rules. */
    public static final class Builder {
        private final List<Rule> rules = new ArrayList<>();
        private List<String> otherwise = List.of();

        private Builder() {}

        /** Adds a rule behind those that are there. */
        public Builder rule(EventPredicate when, String... queue) {
            rules.add(new Rule(when, List.of(queue)));
            return this;
        }

        /** See {@link QueueSelectConfig#otherwise}. */
        public Builder otherwise(String... queue) {
            this.otherwise = List.of(queue);
            return this;
        }

        /** The configuration; checks it. */
        public QueueSelectConfig build() {
            return new QueueSelectConfig(null, rules, otherwise);
        }
    }
}
