package io.wishbone.examples;

import io.wishbone.actor.Actor;
import io.wishbone.module.input.Generator;
import io.wishbone.module.input.GeneratorConfig;
import io.wishbone.router.Router;
import io.wishbone.testkit.BalancedLedger;
import io.wishbone.testkit.chaos.NumberedMessages;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two pipelines with a network between them: one sends numbered messages by an output, the other notes what comes to an
 * input. <em>Thread-safe</em>, but for {@link #receiver} and {@link #sender}.
 */
final class NumberedRelay {
    private static final Duration PACE = Duration.ofNanos(100_000);

    private final BalancedLedger routers;
    private final NumberedMessages messages;
    private final AtomicInteger acknowledged = new AtomicInteger();

    NumberedRelay(BalancedLedger routers, NumberedMessages messages) {
        this.routers = routers;
        this.messages = messages;
    }

    NumberedMessages messages() {
        return messages;
    }

    /** How many messages the output has told to be successful. */
    int acknowledged() {
        return acknowledged.get();
    }

    /** A running router that notes what comes to an input. */
    Router receiver(Actor input) {
        Router router = routers.create();
        router.registerModule("listen", input);
        router.registerModule("note", event -> {
            messages.received(event.text());
            return null;
        });
        router.connect("listen.outbox", "note.inbox");
        router.start();
        return router;
    }

    /** A running router that sends so many messages by an output. */
    Router sender(Actor output, int count) {
        Router router = routers.create();
        GeneratorConfig paced =
                GeneratorConfig.builder().interval(PACE).count(count).build();
        router.registerModule("clock", new Generator(paced));
        router.registerModule("number", event -> event.withData(messages.next()));
        router.registerModule("send", output);
        router.registerModule("acknowledge", event -> {
            messages.acknowledged((byte[]) event.data());
            acknowledged.incrementAndGet();
            return null;
        });
        router.connect("clock.outbox", "number.inbox");
        router.connect("number.outbox", "send.inbox");
        router.connect("send.successful", "acknowledge.inbox");
        router.start();
        return router;
    }
}
