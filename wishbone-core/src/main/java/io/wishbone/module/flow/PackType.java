package io.wishbone.module.flow;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import java.time.Duration;

/** Declares {@code wishbone.flow.pack}. */
final class PackType {
    private static final Argument<Integer> MAX_EVENTS = Argument.defaulted(
            "max_events", ArgumentType.integer(1, Checks.MOST_REMEMBERED), "100", "how many events a bulk has at most");
    private static final Argument<Long> MAX_BYTES = Argument.defaulted(
            "max_bytes",
            ArgumentType.size(1, PackConfig.MOST_BYTES),
            "1MiB",
            "how many bytes a bulk has at most; a single event that is larger is a bulk of one");
    private static final Argument<Duration> MAX_AGE = Argument.defaulted(
            "max_age",
            ArgumentType.duration(Duration.ofMillis(1)),
            "10s",
            "after which the first event of a bulk waits no longer");
    private static final Argument<BulkContent> CONTENT = Argument.defaulted(
            "content",
            ArgumentType.choice(BulkContent.class),
            "data",
            "what the list has of each event: its data, or a map with its header and its data");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.pack")
            .summary("Makes one event of many, whose data is a list.")
            .arguments(MAX_EVENTS, MAX_BYTES, MAX_AGE, CONTENT)
            .queue("inbox", "what to gather")
            .queue("outbox", "the bulks; header: count")
            .create(arguments -> new Pack(PackConfig.builder()
                    .maxEvents(arguments.get(MAX_EVENTS))
                    .maxBytes(arguments.get(MAX_BYTES))
                    .maxAge(arguments.get(MAX_AGE))
                    .content(arguments.get(CONTENT))
                    .build()));

    private PackType() {}
}
