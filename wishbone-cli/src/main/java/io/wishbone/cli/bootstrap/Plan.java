package io.wishbone.cli.bootstrap;

import io.wishbone.cli.bootstrap.Bootstrap.ModuleSpec;
import io.wishbone.cli.bootstrap.Bootstrap.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What would change if one bootstrap took the place of another. <em>Immutable.</em> Nothing that it shows is secret:
 * values are texts in which secrets are blanked out.
 *
 * <p>Arguments are compared by what they say, defaults filled in: a default that is written out changes nothing, nor
 * does a number in quotes.
 *
 * @param added modules that are new, in the new order
 * @param removed modules that go, in the old order
 * @param changed modules that stay under their name but not as they are, in the new order
 * @param connected connections that are new, in the new order
 * @param disconnected connections that go, in the old order
 * @param settings settings that differ
 */
public record Plan(
        List<ModuleSpec> added,
        List<ModuleSpec> removed,
        List<Change> changed,
        List<Route> connected,
        List<Route> disconnected,
        List<Setting> settings) {
    /**
     * A module that is there before and after.
     *
     * @param before what it is now
     * @param after what it would be
     * @param arguments those that differ; of another kind of module, all that differ or are on one side only
     */
    public record Change(ModuleSpec before, ModuleSpec after, List<Difference> arguments) {
        public Change {
            arguments = List.copyOf(arguments);
        }

        /** The module's name. */
        public String name() {
            return after.name();
        }

        /** Whether it becomes another kind of module. */
        public boolean isOtherKind() {
            return !before.type().name().equals(after.type().name());
        }
    }

    /**
     * A value that differs.
     *
     * @param name of the argument
     * @param before what it is now, as JSON; {@code none} if it has no value
     * @param after what it would be
     */
    public record Difference(String name, String before, String after) {
        @Override
        public String toString() {
            return name + ": " + before + " -> " + after;
        }
    }

    /**
     * A setting that differs.
     *
     * @param difference its name and values
     * @param needsRestart whether it can only change by a restart
     */
    public record Setting(Difference difference, boolean needsRestart) {}

    public Plan {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
        connected = List.copyOf(connected);
        disconnected = List.copyOf(disconnected);
        settings = List.copyOf(settings);
    }

    /** What would change if {@code after} took the place of {@code before}. */
    public static Plan between(Bootstrap before, Bootstrap after) {
        Map<String, ModuleSpec> old = byName(before);
        Map<String, ModuleSpec> young = byName(after);
        Differences differences = new Differences(before, after);
        List<Change> changed = new ArrayList<>();
        for (ModuleSpec module : after.modules()) {
            ModuleSpec was = old.get(module.name());
            if (was != null) {
                Change change = new Change(was, module, differences.ofArguments(was, module));
                if (change.isOtherKind() || !change.arguments().isEmpty()) {
                    changed.add(change);
                }
            }
        }
        return new Plan(
                without(after.modules(), old),
                without(before.modules(), young),
                changed,
                without(after.routes(), before.routes()),
                without(before.routes(), after.routes()),
                differences.ofSettings());
    }

    private static Map<String, ModuleSpec> byName(Bootstrap bootstrap) {
        return bootstrap.modules().stream().collect(Collectors.toMap(ModuleSpec::name, Function.identity()));
    }

    private static List<ModuleSpec> without(List<ModuleSpec> modules, Map<String, ModuleSpec> others) {
        return modules.stream()
                .filter(module -> !others.containsKey(module.name()))
                .toList();
    }

    private static List<Route> without(List<Route> routes, List<Route> others) {
        return routes.stream().filter(route -> !others.contains(route)).toList();
    }

    /** Whether nothing would change. */
    public boolean isEmpty() {
        return added.isEmpty()
                && removed.isEmpty()
                && changed.isEmpty()
                && connected.isEmpty()
                && disconnected.isEmpty()
                && settings.isEmpty();
    }

    /** A line for each change: {@code +} for what comes, {@code -} for what goes, {@code ~} for what differs. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(256);
        removed.forEach(module -> line(text, "- module " + module));
        added.forEach(module -> line(text, "+ module " + module));
        for (Change change : changed) {
            line(text, "~ module " + change.name() + " (" + kind(change) + ")");
            change.arguments().forEach(argument -> line(text, "    " + argument));
        }
        disconnected.forEach(route -> line(text, "- connection " + route));
        connected.forEach(route -> line(text, "+ connection " + route));
        for (Setting setting : settings) {
            line(text, "~ setting " + setting.difference() + (setting.needsRestart() ? " (needs a restart)" : ""));
        }
        return isEmpty() ? "nothing changes\n" : text.toString();
    }

    private static String kind(Change change) {
        String after = change.after().type().name();
        return change.isOtherKind() ? change.before().type().name() + " -> " + after : after;
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
