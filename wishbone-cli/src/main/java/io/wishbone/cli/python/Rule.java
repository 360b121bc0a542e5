package io.wishbone.cli.python;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** What becomes of an argument of Python's Wishbone. */
interface Rule {
    /**
     * Carries an argument over, or tells why not.
     *
     * @param argument its name
     */
    void apply(PythonModule module, String argument, Node value) throws UntranslatableException;

    /** The same value by another name; a template in it must do without an event. */
    static Rule same(String name) {
        return (module, argument, value) -> {
            if (!Nodes.isNull(value)) {
                module.set(name, fixed(module, value));
            }
        };
    }

    /** A value that is the same for all events. */
    static Node fixed(PythonModule module, Node value) throws UntranslatableException {
        Optional<String> text = Nodes.string(value).filter(JinjaTemplate::isOne);
        if (text.isEmpty()) {
            return Nodes.literal(value);
        }
        String substitution = module.template(text.get())
                .substitution()
                .orElseThrow(() -> new UntranslatableException(
                        "is the same for all events here (expected: a value, or ${NAME} for an environment variable)"));
        return Nodes.raw(value, substitution);
    }

    /** A text that may be a template. */
    static Rule template(String name) {
        return (module, argument, value) -> {
            if (!Nodes.isNull(value)) {
                module.set(name, module.templateNode(value));
            }
        };
    }

    /** A template that becomes an expression. */
    static Rule expression(String name) {
        return (module, argument, value) -> {
            if (!Nodes.isNull(value)) {
                String text = Nodes.scalar(value).orElseThrow(() -> new UntranslatableException("is no text"));
                module.set(
                        name,
                        Nodes.text(value, module.template(text).expression().text()));
            }
        };
    }

    /** Kept until all arguments are known. */
    static Rule kept() {
        return (module, argument, value) -> {
            if (!Nodes.isNull(value)) {
                module.keep(argument, fixed(module, value));
            }
        };
    }

    /** Left out, which does no harm. */
    static Rule harmless(String reason) {
        return (module, argument, value) -> module.notice(argument, value, reason);
    }

    /** Left out, which matters unless it says what holds anyway. */
    static Rule lost(String otherwise, String reason) {
        return (module, argument, value) -> {
            boolean isOff = otherwise.equals("false")
                    ? Nodes.bool(value).filter(is -> !is).isPresent()
                    : Nodes.scalar(value).filter(otherwise::equals).isPresent();
            if (!isOff && !Nodes.isNull(value)) {
                module.loss(argument, value, reason);
            }
        };
    }
}
