package io.wishbone.actor;

import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Settles what becomes of the events that a module holds or fails on: the outlet that they go to, the account that they
 * are counted in, and their completion. <em>Confined to its module's thread.</em>
 */
final class Outcomes {
    private final String module;
    private final Outlet failed;
    private final @Nullable Outlet successful;
    private final ModuleAccounts accounts;
    private final Batch batch;
    private final ModuleContext context;
    private final Faults faults;
    private final FailureLog failureLog;

    Outcomes(String module, Actor actor, ModuleAccounts accounts, Batch batch, ModuleContext context, Faults faults) {
        this.module = module;
        this.failed = actor.failed();
        this.successful = actor.declaredOutlet(Actor.SUCCESSFUL);
        this.accounts = accounts;
        this.batch = batch;
        this.context = context;
        this.faults = faults;
        this.failureLog = new FailureLog(context.log());
    }

    void holdBegins(Event event) {
        accounts.holdBegan();
        batch.addOutcome();
        Completion completion = event.completion();
        if (completion != null) {
            completion.retain();
        }
    }

    private void holdEnds(Event event) {
        accounts.holdEnded();
        Completion completion = event.completion();
        if (completion != null) {
            completion.release();
        }
    }

    void holdSubmits(Event event, Outlet outlet, Event result) {
        Completion completion = event.completion();
        boolean inherits = result.completion() == null && completion != null;
        submitUncounted(outlet, inherits ? result.withCompletion(completion) : result);
        holdEnds(event);
    }

    void holdSucceeds(Event event, @Nullable String endpoint) {
        if (endpoint != null && successful != null && successful.isConnected()) {
            holdSucceedsAs(event, event.withHeader(module, Failures.ENDPOINT, endpoint));
        } else {
            holdSucceedsAs(event, event);
        }
    }

    /** The event was delivered, and another has what is to be told of that. */
    void holdSucceedsAs(Event event, Event delivered) {
        if (successful != null && successful.isConnected()) {
            submitUncounted(successful, delivered);
        } else {
            accounts.absorbed();
        }
        holdEnds(event);
    }

    /** The event became part of another, which has its completion. */
    void holdAbsorbed(Event event) {
        accounts.absorbed();
        holdEnds(event);
    }

    /** The module closes while it holds the event. */
    void holdDiscarded(Event event) {
        accounts.failed();
        Completion completion = event.completion();
        if (completion != null) {
            completion.fail(new Completion.Failure("stopped", "held by module \"" + module + "\" at the stop"));
        }
        holdEnds(event);
    }

    void holdFails(Event event, Throwable cause, int attempts, @Nullable String endpoint) {
        holdFailsAs(event, event, cause, attempts, endpoint);
    }

    /** The event is given up, and another has what is to be told of that. */
    void holdFailsAs(Event event, Event refused, Throwable cause, int attempts, @Nullable String endpoint) {
        fail(refused, cause, attempts, endpoint, false);
        holdEnds(event);
    }

    /** A handler threw. */
    void handlerFailed(Event event, Throwable cause) {
        boolean isError = faults.note("its handler", cause);
        batch.addOutcome();
        try {
            fail(event, cause, Failures.attemptsOf(event, module) + 1, null, isError);
        } catch (Throwable broken) {
            faults.broke("what became of a failed event", broken);
        }
    }

    /** Gives back the reference of a handler that returned. */
    void release(Completion completion) {
        try {
            completion.release();
        } catch (IllegalStateException broken) {
            faults.broke("the end of its handler", broken);
        }
    }

    private void fail(Event event, Throwable cause, int attempts, @Nullable String endpoint, boolean isLogged) {
        accounts.failed();
        if (failed.isConnected()) {
            submitUncounted(failed, Failures.note(event, module, cause, attempts, endpoint));
            return;
        }
        if (!isLogged) {
            failureLog.note(module, cause, context.nanoTime());
        }
        Completion completion = event.completion();
        if (completion != null) {
            completion.fail(new Completion.Failure(cause.getClass().getName(), String.valueOf(cause.getMessage())));
        }
    }

    private void submitUncounted(Outlet outlet, Event event) {
        int before = batch.outcomes();
        submitApart(outlet, event);
        batch.forgetOutcomesSince(before);
    }

    /** Submits what is no part of the event that is being consumed, and must not share its completion. */
    void submitApart(Outlet outlet, Event event) {
        Completion before = batch.inherit(null);
        outlet.submit(event);
        batch.inherit(before);
    }
}
