package io.wishbone.cli.bootstrap;

import io.wishbone.actor.Actor;
import io.wishbone.cli.bootstrap.Bootstrap.End;
import io.wishbone.cli.bootstrap.Bootstrap.ModuleSpec;
import io.wishbone.cli.bootstrap.Bootstrap.Route;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.expression.EventPredicate;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocol.Protocols;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads what a test gives and expects at the ends of a pipeline. <em>Confined to the thread that loads the test.</em>
 */
final class TrialEnds {
    private static final Argument<Object> DATA =
            Argument.required("data", ArgumentType.of("any value", raw -> raw), "the event's data");
    private static final Argument<Map<?, ?>> HEADER = Argument.optional(
            "header",
            ArgumentType.of("a map of maps, such as {tcp: {remote_address: 10.0.0.1}}", TrialEnds::header),
            "entries of the event's header, by module and key");
    private static final List<Argument<?>> EVENT = List.of(DATA, HEADER);

    private static final Argument<Boolean> DECODE = Argument.defaulted(
            "decode",
            ArgumentType.flag(),
            "false",
            "whether the data is a message as it comes, which the protocol of the module decodes");
    private static final Argument<Duration> AT = Argument.defaulted(
            "at", ArgumentType.duration(Duration.ZERO), "0s", "how long after the start of the test it comes");
    private static final List<Argument<?>> GIVEN = List.of(DATA, HEADER, DECODE, AT);

    private static final Argument<List<Object>> EVENTS = Argument.optional(
            "events",
            ArgumentType.listOf(ArgumentType.of("an event", raw -> raw)),
            "exactly these come, in this order");
    private static final Argument<Boolean> IN_ANY_ORDER = Argument.defaulted(
            "in_any_order", ArgumentType.flag(), "false", "whether the order of the events does not matter");
    private static final Argument<Integer> COUNT =
            Argument.optional("count", ArgumentType.integer(0, Integer.MAX_VALUE), "how many come");
    private static final Argument<EventPredicate> MATCH =
            Argument.optional("match", Expressions.condition(), "what each of them meets");
    private static final Argument<Boolean> NOTHING =
            Argument.defaulted("nothing", ArgumentType.flag(), "false", "whether nothing comes");
    private static final List<Argument<?>> OUTPUT = List.of(EVENTS, IN_ANY_ORDER, COUNT, MATCH, NOTHING);

    private final Bootstrap bootstrap;
    private final SourceText source;
    private final ValueReader values;
    private final ArgumentChecks checks;

    TrialEnds(Bootstrap bootstrap, SourceText source, ValueReader values) {
        this.bootstrap = bootstrap;
        this.source = source;
        this.values = values;
        this.checks = new ArgumentChecks(source, values);
    }

    private static Map<?, ?> header(Object raw) {
        if (raw instanceof Map<?, ?> map && map.values().stream().allMatch(Map.class::isInstance)) {
            return map;
        }
        throw new IllegalArgumentException("a map of maps, such as {tcp: {remote_address: 10.0.0.1}}");
    }

    Map<End, List<PipelineTrial.Given>> inputs(MappingNode node) {
        Map<End, List<PipelineTrial.Given>> inputs = new LinkedHashMap<>();
        values.entries(node, "inputs").forEach((name, tuple) -> {
            Place place = Place.of(tuple.getKeyNode());
            end(name, place).map(end -> withOutlet(end, place)).ifPresent(end -> {
                String owner = "input " + Wording.quote(name);
                List<PipelineTrial.Given> events = new ArrayList<>();
                items(tuple.getValueNode(), owner).forEach(item -> events.addAll(given(item, end.module(), owner)));
                inputs.put(end, events);
            });
        });
        return inputs;
    }

    /** The events that an item of a list is; several, or none, if it is decoded. */
    private List<PipelineTrial.Given> given(Node node, String module, String owner) {
        if (!isWhole(node)) {
            return plain(node, owner).stream()
                    .map(event -> new PipelineTrial.Given(event(event), Duration.ZERO))
                    .toList();
        }
        Optional<Map<String, Object>> keys = keys(node, owner, GIVEN);
        if (keys.isEmpty()) {
            return List.of();
        }
        Duration at = find(AT, keys.get()).orElse(Duration.ZERO);
        boolean isMessage = find(DECODE, keys.get()).orElse(false);
        return expected(keys.get()).map(TrialEnds::event).stream()
                .flatMap(event -> isMessage ? decoded(event, module, Place.of(node)).stream() : Stream.of(event))
                .map(event -> new PipelineTrial.Given(event, at))
                .toList();
    }

    private List<Event> decoded(Event message, String name, Place place) {
        Object named = bootstrap
                .module(name)
                .map(module -> module.arguments().get(Protocols.ARGUMENT))
                .orElse(null);
        if (named == null) {
            source.report(
                    place,
                    "module " + Wording.quote(name)
                            + " has no protocol that decodes messages (expected: the data as the"
                            + " module makes it, without \"decode\")");
            return List.of();
        }
        Event bytes = message.withData(message.text().getBytes(StandardCharsets.UTF_8));
        List<Event> decoded = new ArrayList<>();
        try {
            Protocols.decoding()
                    .read(named, name)
                    .newDecoder(new ProtocolContext(
                            name, InstantSource.system(), System::nanoTime, counter -> new LongAdder()))
                    .decode(bytes, decoded::add);
        } catch (Exception e) {
            source.report(
                    place,
                    "the message cannot be decoded by the protocol of " + Wording.quote(name) + ": " + e.getMessage());
        }
        return decoded;
    }

    private static Event event(Expectation.ExpectedEvent given) {
        Header header = Header.empty();
        for (Map.Entry<?, ?> module : given.header().entrySet()) {
            if (module.getValue() instanceof Map<?, ?> entries) {
                for (Map.Entry<?, ?> entry : entries.entrySet()) {
                    header = header.with(
                            String.valueOf(module.getKey()), String.valueOf(entry.getKey()), text(entry.getValue()));
                }
            }
        }
        return Event.of(given.data(), header);
    }

    private static Object text(@Nullable Object value) {
        return value == null ? "" : value;
    }

    /** The module and, if the name has one, the queue. */
    private Optional<End> end(String name, Place place) {
        int dot = name.indexOf('.');
        String module = dot < 0 ? name : name.substring(0, dot);
        List<String> known = bootstrap.modules().stream().map(ModuleSpec::name).toList();
        if (!known.contains(module)) {
            source.report(place, "unknown module " + Wording.quote(module) + Wording.hint(module, known));
            return Optional.empty();
        }
        return Optional.of(new End(module, dot < 0 ? "" : name.substring(dot + 1)));
    }

    /** An input that names no outlet means the only one that is connected, or {@code outbox}. */
    private End withOutlet(End end, Place place) {
        Set<String> connected = bootstrap.routes().stream()
                .map(Route::from)
                .filter(from ->
                        from.module().equals(end.module()) && !from.queue().equals(Actor.FAILED))
                .map(End::queue)
                .collect(Collectors.toSet());
        if (end.queue().isEmpty()) {
            boolean isClear = connected.size() == 1 && !connected.contains(Actor.OUTBOX);
            return new End(end.module(), isClear ? connected.iterator().next() : Actor.OUTBOX);
        }
        if (!connected.contains(end.queue()) && !end.queue().equals(Actor.FAILED)) {
            source.report(
                    place,
                    Wording.quote(end.toString()) + " leads nowhere in the routing table"
                            + Wording.hint(end.queue(), connected));
        }
        return end;
    }

    List<Expectation> outputs(MappingNode node) {
        List<Expectation> outputs = new ArrayList<>();
        values.entries(node, "outputs").forEach((name, tuple) -> {
            Place place = Place.of(tuple.getKeyNode());
            Optional<End> end = end(name, place).filter(found -> canBeLookedAt(found, place));
            Node below = tuple.getValueNode();
            String owner = "output " + Wording.quote(name);
            if (!(below instanceof MappingNode mapping)) {
                source.report(Place.of(below), owner + " says nothing of what comes (expected: such as \"count: 2\")");
                return;
            }
            Optional<Map<String, Object>> given =
                    checks.read(mapping, place, new ArgumentChecks.Subject("key", owner, "an output"), OUTPUT);
            if (end.isPresent() && given.isPresent()) {
                outputs.add(expectation(end.get(), given.get(), mapping, owner));
            }
        });
        return outputs;
    }

    private Expectation expectation(End end, Map<String, Object> given, MappingNode mapping, String owner) {
        if (given.isEmpty()) {
            source.report(Place.of(mapping), owner + " expects nothing (expected: such as \"count: 2\")");
        }
        Optional<List<Expectation.ExpectedEvent>> events = values.entries(mapping, owner).entrySet().stream()
                .filter(entry -> entry.getKey().equals(EVENTS.name()))
                .map(entry -> events(entry.getValue().getValueNode(), owner))
                .findFirst();
        boolean isNothing = find(NOTHING, given).orElse(false);
        return new Expectation(
                end.module(),
                end.queue(),
                isOutlet(end),
                events,
                find(IN_ANY_ORDER, given).orElse(false),
                isNothing ? Optional.of(0) : find(COUNT, given),
                find(MATCH, given)
                        .map(predicate ->
                                new Expectation.Condition(String.valueOf(given.get(MATCH.name())), predicate)));
    }

    private static <T> Optional<T> find(Argument<T> key, Map<String, Object> given) {
        return Optional.ofNullable(given.get(key.name())).map(key.type()::read);
    }

    private boolean isOutlet(End end) {
        return !end.queue().isEmpty()
                && bootstrap.routes().stream().noneMatch(route -> route.to().equals(end));
    }

    private boolean canBeLookedAt(End end, Place place) {
        if (!isOutlet(end)) {
            return true;
        }
        Optional<Route> taken = bootstrap.routes().stream()
                .filter(route -> route.from().equals(end))
                .findFirst();
        if (taken.isPresent()) {
            source.report(
                    place,
                    Wording.quote(end.toString()) + " is connected (expected: where it leads to, "
                            + Wording.quote(taken.get().to().toString()) + ")");
            return false;
        }
        Actor actor = bootstrap.modules().stream()
                .filter(module -> module.name().equals(end.module()))
                .map(module -> module.type().create(module.name(), module.arguments()))
                .findFirst()
                .orElseThrow();
        List<String> outlets =
                actor.outlets().stream().map(outlet -> outlet.name()).toList();
        if (!actor.hasDynamicOutlets() && !outlets.contains(end.queue())) {
            source.report(
                    place,
                    "module " + Wording.quote(end.module()) + " has no queue " + Wording.quote(end.queue())
                            + Wording.hint(end.queue(), outlets));
            return false;
        }
        return true;
    }

    private List<Expectation.ExpectedEvent> events(Node node, String owner) {
        List<Expectation.ExpectedEvent> events = new ArrayList<>();
        items(node, owner).forEach(item -> event(item, owner).ifPresent(events::add));
        return events;
    }

    private List<Node> items(Node node, String owner) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        source.report(Place.of(node), "the events of " + owner + " are no list (expected: such as [hello, world])");
        return List.of();
    }

    private Optional<Expectation.ExpectedEvent> event(Node node, String owner) {
        return isWhole(node) ? keys(node, owner, EVENT).flatMap(TrialEnds::expected) : plain(node, owner);
    }

    private static Optional<Expectation.ExpectedEvent> expected(Map<String, Object> keys) {
        return find(DATA, keys)
                .map(data ->
                        new Expectation.ExpectedEvent(data, find(HEADER, keys).orElse(Map.of())));
    }

    /** An event that is no more than its data. */
    private Optional<Expectation.ExpectedEvent> plain(Node node, String owner) {
        Value value = values.read(node);
        Object raw = value.raw();
        if (raw == null && value.isValid()) {
            source.report(Place.of(node), "an event of " + owner + " has no data");
        }
        return raw == null ? Optional.empty() : Optional.of(new Expectation.ExpectedEvent(raw, Map.of()));
    }

    private Optional<Map<String, Object>> keys(Node node, String owner, List<Argument<?>> known) {
        return node instanceof MappingNode mapping
                ? checks.read(
                        mapping,
                        Place.of(node),
                        new ArgumentChecks.Subject("key", "an event of " + owner, "an event"),
                        known)
                : Optional.empty();
    }

    /** Whether a map is an event; a map without these keys is the data of one. */
    private static boolean isWhole(Node node) {
        return node instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .map(NodeTuple::getKeyNode)
                        .anyMatch(key -> key instanceof ScalarNode scalar
                                && (scalar.getValue().equals(DATA.name())
                                        || scalar.getValue().equals(HEADER.name())));
    }
}
