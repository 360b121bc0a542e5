package io.wishbone.module.flow;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.NearestName;
import io.wishbone.module.Parts;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What each branch of a {@link Fanout} has to itself: a buffer, and what becomes of events when that is full.
 * <em>Immutable.</em>
 *
 * @param buffer how much a branch holds that is slower than the others; default 4,096 events and 4 MiB
 * @param policy what a full branch does; default {@link OverflowPolicy#DROP_NEWEST}; with {@link OverflowPolicy#BLOCK}
 *     all others wait for it
 */
public record Isolation(QueueLimits buffer, OverflowPolicy policy) {
    /** 4,096 events, 4 MiB, {@link OverflowPolicy#DROP_NEWEST}. */
    public static final Isolation DEFAULT = new Isolation(QueueLimits.DEFAULT, OverflowPolicy.DROP_NEWEST);

    private static final String EXPECTED =
            "true, false, or a map such as {events: 4096, bytes: 4MiB, policy: drop_newest}";
    private static final Argument<Integer> EVENTS =
            Argument.defaulted("events", ArgumentType.integer(1, 1 << 24), "4096", "how many events a branch holds");
    private static final Argument<Long> BYTES =
            Argument.defaulted("bytes", ArgumentType.size(1, Long.MAX_VALUE), "4MiB", "how many bytes a branch holds");
    private static final Argument<OverflowPolicy> POLICY = Argument.defaulted(
            "policy", ArgumentType.choice(OverflowPolicy.class), "drop_newest", "what a full branch does");
    private static final List<Argument<?>> ARGUMENTS = List.of(EVENTS, BYTES, POLICY);

    public Isolation {
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(policy, "policy");
    }

    /** Reads it, or nothing for {@code false}. */
    static ArgumentType<Optional<Isolation>> argumentType() {
        return ArgumentType.of(EXPECTED, Isolation::read);
    }

    private static Optional<Isolation> read(Object raw) {
        if (raw instanceof Map<?, ?> map) {
            return Optional.of(read(map));
        }
        try {
            return ArgumentType.flag().read(raw) ? Optional.of(DEFAULT) : Optional.empty();
        } catch (ArgumentException e) {
            throw new ArgumentException(EXPECTED);
        }
    }

    private static Isolation read(Map<?, ?> map) {
        Parts parts = new Parts();
        map.keySet().forEach(key -> parts.read(key, () -> known(key.toString())));
        Optional<Integer> events = part(parts, map, EVENTS, DEFAULT.buffer().maxEvents());
        Optional<Long> bytes = part(parts, map, BYTES, DEFAULT.buffer().maxBytes());
        Optional<OverflowPolicy> policy = part(parts, map, POLICY, DEFAULT.policy());
        parts.check();
        return new Isolation(new QueueLimits(events.orElseThrow(), bytes.orElseThrow()), policy.orElseThrow());
    }

    private static <T> Optional<T> part(Parts parts, Map<?, ?> map, Argument<T> argument, T otherwise) {
        Object raw = map.get(argument.name());
        return raw == null
                ? Optional.of(otherwise)
                : parts.read(argument.name(), () -> argument.type().read(raw));
    }

    private static String known(String key) {
        List<String> names = ARGUMENTS.stream().map(Argument::name).toList();
        if (!names.contains(key)) {
            String nearest = NearestName.find(key, names)
                    .map(name -> "; did you mean \"" + name + "\"?")
                    .orElse("");
            throw new ArgumentException("one of " + String.join(", ", names) + nearest);
        }
        return key;
    }
}
