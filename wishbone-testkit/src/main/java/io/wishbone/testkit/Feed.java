package io.wishbone.testkit;

import io.wishbone.actor.Inlet;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.event.Event;
import io.wishbone.metrics.QueueLedger;
import io.wishbone.queue.EventQueue;
import io.wishbone.queue.QueueProducer;

/** The end of a connection at which a test hands events to an inlet. <em>Confined to the test's thread.</em> */
final class Feed {
    private final String inlet;
    private final EventQueue queue;
    private final QueueProducer producer;

    Feed(ModuleRunner runner, Inlet inlet, ManualHome home) {
        this.inlet = runner.name() + "." + inlet.name();
        this.queue = EventQueue.builder("test." + inlet.name() + " -> " + this.inlet)
                .sameThread(true)
                .consumer(runner)
                .producer(() -> home.execute(this::refill))
                .build();
        this.producer = queue.producer(0);
        inlet.attach(queue);
    }

    private void refill() {
        producer.tryOpen();
    }

    void offer(Event event) {
        producer.offer(event);
    }

    void publish() {
        producer.publish();
    }

    /** How many events the module has not taken. */
    long size() {
        return queue.size();
    }

    QueueLedger ledger() {
        String outlet = "test" + inlet.substring(inlet.indexOf('.'));
        return new QueueLedger(outlet, inlet, queue.inTotal(), queue.outTotal(), queue.dropped(), queue.size());
    }
}
