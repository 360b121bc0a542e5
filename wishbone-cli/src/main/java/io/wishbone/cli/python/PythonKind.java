package io.wishbone.cli.python;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A kind of module of Python's Wishbone. <em>Immutable.</em>
 *
 * @param successor the kind that takes its place here; empty if there is none
 * @param advice where there is none, what to do instead
 * @param isInput whether it makes events
 * @param rules what becomes of its arguments
 * @param defaults arguments of the successor where its own defaults differ
 * @param end what is done once all arguments are known
 */
record PythonKind(
        String successor,
        String advice,
        boolean isInput,
        Map<String, Rule> rules,
        Map<String, String> defaults,
        End end) {
    /** What is done once all arguments are known. */
    interface End {
        void apply(PythonModule module, Node at) throws UntranslatableException;
    }

    static PythonKind none(String advice) {
        return new PythonKind("", advice, false, Map.of(), Map.of(), (module, at) -> {});
    }

    static Builder of(String successor) {
        return new Builder(successor);
    }

    boolean hasSuccessor() {
        return !successor.isEmpty();
    }

    /** Gathers what is known of a kind. <em>Confined to the thread that makes the table.</em> */
    static final class Builder {
        private final String successor;
        // Sorted, so that what is written does not differ from run to run.
        private final Map<String, Rule> rules = new TreeMap<>();
        private final Map<String, String> defaults = new TreeMap<>();
        private boolean isInput;
        private End end = (module, at) -> {};

        private Builder(String successor) {
            this.successor = successor;
        }

        Builder rule(String argument, Rule rule) {
            rules.put(argument, rule);
            return this;
        }

        /** Arguments that keep their names and values. */
        Builder same(String... arguments) {
            for (String argument : arguments) {
                rules.put(argument, Rule.same(argument));
            }
            return this;
        }

        Builder rules(Map<String, Rule> more) {
            rules.putAll(more);
            return this;
        }

        Builder otherwise(String argument, String value) {
            defaults.put(argument, value);
            return this;
        }

        Builder input() {
            isInput = true;
            return this;
        }

        Builder end(End value) {
            end = value;
            return this;
        }

        PythonKind build() {
            return new PythonKind(
                    successor,
                    "",
                    isInput,
                    Collections.unmodifiableMap(rules),
                    Collections.unmodifiableMap(defaults),
                    end);
        }
    }
}
