package io.wishbone.router;

import io.wishbone.actor.Actor;
import io.wishbone.actor.ModuleContext;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Pending;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A module whose every method the test can write, and that notes which were called. */
class Hook extends Actor {
    /** What a test does in one of the module's methods. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** What a test does with an event. */
    @FunctionalInterface
    interface Consumer {
        void consume(Event event, Outlet outbox) throws Exception;
    }

    final Outlet outbox = outlet(OUTBOX);
    final List<String> calls = new CopyOnWriteArrayList<>();
    Placement placement = Placement.inherit();
    Step onStart = () -> {};
    Step onBatchEnd = () -> {};
    Step onReopen = () -> {};
    Step onDrain = () -> {};
    Step onClose = () -> {};

    Hook() {
        this((event, outbox) -> outbox.submit(event));
    }

    Hook(Consumer consumer) {
        inlet(INBOX, event -> consumer.consume(event, outbox));
    }

    @Override
    public Placement placement(SharedResources shared) {
        return placement;
    }

    @Override
    public void onStart() throws Exception {
        calls.add("onStart");
        onStart.run();
    }

    @Override
    public void onBatchEnd() throws Exception {
        onBatchEnd.run();
    }

    @Override
    public void onReopen() throws Exception {
        calls.add("onReopen");
        onReopen.run();
    }

    @Override
    public void onDrain() throws Exception {
        calls.add("onDrain");
        onDrain.run();
    }

    @Override
    public void onClose() throws Exception {
        calls.add("onClose");
        onClose.run();
    }

    /** Announces something that the module begins. */
    Pending pendingOf(String what) {
        return context().begin(what);
    }

    /** Does something on the module's thread after a delay. */
    void after(Duration delay, Runnable task) {
        context().schedule(delay, task);
    }

    /** What the module can do on its router. */
    ModuleContext itsContext() {
        return context();
    }
}
