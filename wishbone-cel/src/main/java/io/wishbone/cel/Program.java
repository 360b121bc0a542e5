package io.wishbone.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.wishbone.event.Event;
import io.wishbone.expression.EvaluationException;
import java.util.Optional;

/** A compiled expression. <em>Thread-safe.</em> */
final class Program {
    private final CelRuntime.Program program;
    private final CelAbstractSyntaxTree tree;
    private final String source;
    private final Optional<Object> module;

    Program(CelRuntime.Program program, CelAbstractSyntaxTree tree, String source, String module) {
        this.program = program;
        this.tree = tree;
        this.source = source;
        this.module = Optional.of(module);
    }

    /**
     * Works out the value for an event, as CEL has it.
     *
     * @throws EvaluationException if it has none
     */
    Object evaluate(Event event) throws EvaluationException {
        try {
            return program.eval(new EventVariables(event, module));
        } catch (CelEvaluationException e) {
            throw failure(event, RuntimeErrors.reason(e));
        } catch (StackOverflowError e) {
            throw failure(event, "the event is nested too deeply");
        }
    }

    /** The exception that says why there is no value for an event. */
    EvaluationException failure(Event event, String reason) {
        return RuntimeErrors.describe(source, tree, new EventVariables(event, module), reason);
    }
}
