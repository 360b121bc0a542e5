package io.wishbone.examples;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;

/**
 * Replaces what matches a pattern in the text of each event in {@code inbox}, and hands it on to {@code outbox}.
 *
 * <p>Data that is neither bytes nor text, or too long, goes to {@code failed}. A pattern may take its time, so this
 * module runs on a worker. Gauge: {@code redacted_total}, events in which something was replaced.
 */
public final class Redact extends Actor {
    private final RedactConfig config;
    private final Outlet outbox = outlet(OUTBOX);
    private final LongAdder redacted = new LongAdder();

    /** Makes the module. */
    public Redact(RedactConfig config) {
        this.config = config;
        inlet(INBOX, this::consume);
    }

    @Override
    public Placement placement(SharedResources shared) {
        return Placement.cpu();
    }

    @Override
    public void onStart() {
        context().gauge("redacted_total", redacted::sum);
    }

    private void consume(Event event) {
        Matcher matcher = config.pattern().matcher(textOf(event));
        if (matcher.find()) {
            redacted.increment();
            outbox.submit(event.withData(matcher.replaceAll(Matcher.quoteReplacement(config.replacement()))));
        } else {
            outbox.submit(event);
        }
    }

    private String textOf(Event event) {
        if (!(event.data() instanceof byte[] || event.data() instanceof CharSequence)) {
            throw new IllegalArgumentException(
                    "data: a " + event.data().getClass().getSimpleName() + " (expected: bytes or text)");
        }
        String text = event.text();
        if (text.length() > config.maxChars()) {
            throw new IllegalArgumentException(
                    "data: " + text.length() + " characters (expected: at most " + config.maxChars() + ")");
        }
        return text;
    }
}
