package io.wishbone.cli.bootstrap;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Inlet;
import io.wishbone.actor.Outlet;
import io.wishbone.module.ModuleType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads {@code routingtable}. <em>Confined to the thread that loads the file.</em> */
final class RouteSection {
    private static final String ARROW = "->";
    private static final String ANY = "*";
    private static final String EXPECTED = " (expected: module.queue -> module.queue)";
    private static final Set<String> SYSTEM = Set.of("_logs", "_metrics");
    private static final Set<String> SYSTEM_QUEUES = Set.of("logs", "metrics");

    private final SourceText source;
    private final ValueReader values;
    private final Map<String, ModuleSection.Found> modules;
    private final Map<String, Place> connectedOutlets = new HashMap<>();
    private final Map<String, Place> connectedInlets = new HashMap<>();

    RouteSection(SourceText source, ValueReader values, List<ModuleSection.Found> modules) {
        this.source = source;
        this.values = values;
        this.modules = modules.stream()
                .collect(Collectors.toMap(ModuleSection.Found::name, Function.identity(), (first, second) -> first));
    }

    List<Bootstrap.Route> read(Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            source.report(
                    Place.of(node), "routingtable is no list (expected: lines such as \"- in.outbox -> out.inbox\")");
            return List.of();
        }
        List<Bootstrap.Route> routes = new ArrayList<>();
        sequence.getValue().forEach(item -> route(item).ifPresent(routes::add));
        return routes;
    }

    private Optional<Bootstrap.Route> route(Node node) {
        Value value = values.read(node);
        if (!value.isValid()) {
            return Optional.empty();
        }
        if (!(value.raw() instanceof String text)) {
            source.report(Place.of(node), "a route is no text" + EXPECTED);
            return Optional.empty();
        }
        String[] ends = text.split(ARROW, -1);
        if (ends.length != 2) {
            String what = ends.length < 2 ? " has no \"->\"" : " has more than one \"->\"";
            source.report(Place.of(node), "route " + value.shown() + what + EXPECTED);
            return Optional.empty();
        }
        Optional<Bootstrap.End> from = end(ends[0].strip(), node, Direction.FROM);
        Optional<Bootstrap.End> to = end(ends[1].strip(), node, Direction.TO);
        return from.isPresent() && to.isPresent()
                ? Optional.of(new Bootstrap.Route(from.get(), to.get()))
                : Optional.empty();
    }

    private Optional<Bootstrap.End> end(String text, Node node, Direction direction) {
        Place place = placeOf(text, node, direction);
        int dot = text.indexOf('.');
        if (dot < 1 || dot != text.lastIndexOf('.') || dot == text.length() - 1) {
            source.report(
                    place,
                    "bad end of a route " + Wording.quote(text) + " (expected: module.queue, such as \"in.outbox\")");
            return Optional.empty();
        }
        Bootstrap.End end = new Bootstrap.End(text.substring(0, dot), text.substring(dot + 1));
        boolean exists =
                SYSTEM.contains(end.module()) ? checkSystem(end, place, direction) : checkModule(end, place, direction);
        return exists && checkFree(end, place, direction) ? Optional.of(end) : Optional.empty();
    }

    private Place placeOf(String text, Node node, Direction direction) {
        Place begin = Place.of(node);
        Place end = Place.endOf(node);
        if (direction == Direction.TO) {
            begin = source.find(ARROW, begin, end);
        }
        return text.isEmpty() ? begin : source.find(text, begin, end);
    }

    private boolean checkSystem(Bootstrap.End end, Place place, Direction direction) {
        if (direction == Direction.TO) {
            source.report(
                    place,
                    Wording.quote(end.module()) + " is the router's own and takes nothing (expected: only "
                            + Wording.quote(end.module() + ".outbox") + ", as the source of a route)");
            return false;
        }
        if (!end.queue().equals(Actor.OUTBOX)) {
            source.report(
                    place,
                    "module " + Wording.quote(end.module()) + " has no outlet " + Wording.quote(end.queue())
                            + Wording.hint(end.queue(), List.of(Actor.OUTBOX)));
            return false;
        }
        return true;
    }

    private boolean checkModule(Bootstrap.End end, Place place, Direction direction) {
        ModuleSection.Found module = modules.get(end.module());
        if (module == null) {
            source.report(
                    place,
                    "unknown module " + Wording.quote(end.module()) + " in a route"
                            + Wording.hint(end.module(), modules.keySet()));
            return false;
        }
        if (direction == Direction.FROM && SYSTEM_QUEUES.contains(end.queue())) {
            source.report(
                    place,
                    Wording.quote(end.toString()) + " always leads to the router (expected: "
                            + Wording.quote("_" + end.queue() + ".outbox") + ", which has the " + end.queue()
                            + " of all modules)");
            return false;
        }
        return module.actor() == null
                ? checkType(module, end, place)
                : checkActor(module.actor(), end, place, direction);
    }

    private boolean checkActor(Actor actor, Bootstrap.End end, Place place, Direction direction) {
        List<String> inlets = actor.inlets().stream().map(Inlet::name).toList();
        List<String> outlets = actor.outlets().stream().map(Outlet::name).toList();
        boolean isFrom = direction == Direction.FROM;
        List<String> known = isFrom ? outlets : inlets;
        boolean isDynamic = isFrom ? actor.hasDynamicOutlets() : actor.hasDynamicInlets();
        if (known.contains(end.queue()) || isDynamic) {
            return true;
        }
        boolean isTurned = (isFrom ? inlets : outlets).contains(end.queue());
        source.report(
                placeOfQueue(end, place),
                "module " + Wording.quote(end.module()) + " has no " + direction.word + " " + Wording.quote(end.queue())
                        + (isTurned ? ", only an " + direction.opposite + " of that name" : "")
                        + Wording.hint(end.queue(), known));
        return false;
    }

    /** Where a module cannot be made, its kind says which queues it would have. */
    private boolean checkType(ModuleSection.Found module, Bootstrap.End end, Place place) {
        ModuleType type = module.type();
        if (type == null
                || type.queues().containsKey(ANY)
                || type.queues().containsKey(end.queue())
                || end.queue().equals(Actor.FAILED)) {
            return true;
        }
        source.report(
                placeOfQueue(end, place),
                "module " + Wording.quote(end.module()) + " has no queue " + Wording.quote(end.queue())
                        + Wording.hint(end.queue(), type.queues().keySet()));
        return false;
    }

    private static Place placeOfQueue(Bootstrap.End end, Place place) {
        int skip = end.module().length() + 1;
        return new Place(place.file(), place.line(), place.column() + skip, place.index() + skip);
    }

    private boolean checkFree(Bootstrap.End end, Place place, Direction direction) {
        boolean isFrom = direction == Direction.FROM;
        Place first = (isFrom ? connectedOutlets : connectedInlets).putIfAbsent(end.toString(), place);
        if (first == null) {
            return true;
        }
        source.report(
                place,
                Wording.quote(end.toString()) + " is already connected, in " + first.asSeenFrom(place)
                        + " (a queue joins one outlet to one inlet; put a "
                        + (isFrom ? "wishbone.flow.fanout" : "wishbone.flow.funnel")
                        + " between)");
        return false;
    }

    private enum Direction {
        FROM("outlet", "inlet"),
        TO("inlet", "outlet");

        private final String word;
        private final String opposite;

        Direction(String word, String opposite) {
            this.word = word;
            this.opposite = opposite;
        }
    }
}
