package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.cli.bootstrap.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what a new bootstrap file would change. */
@Command(
        name = "plan",
        description = {
            "Tell what would change if a new bootstrap file took the place of the one that runs: modules, their arguments,"
                    + " connections and settings. Starts and changes nothing.",
            "Arguments are compared by what they say, defaults filled in; secrets are blanked out."
        },
        footer = {"", "Such as:", "  wishbone plan new.yaml --config running.yaml"})
final class PlanCommand extends Verb {
    @Parameters(arity = "1..*", paramLabel = "NEW", description = "The new bootstrap files, or directories of them.")
    private List<Path> wanted = List.of();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() throws BootstrapException {
        Bootstrap running = config.load();
        Plan plan = Plan.between(
                running, BootstrapLoader.create(Catalog.installed()).load(wanted));
        if (json.isWanted()) {
            json.print(out(), asMap(plan));
        } else {
            out().print(plan);
        }
        return ExitCode.DONE;
    }

    private static Map<String, Object> asMap(Plan plan) {
        Map<String, Object> entries = Json.object("changes", !plan.isEmpty(), "modules_added", modules(plan.added()));
        entries.put("modules_removed", modules(plan.removed()));
        entries.put(
                "modules_changed",
                plan.changed().stream().map(PlanCommand::change).toList());
        entries.put(
                "connections_added",
                plan.connected().stream().map(Bootstrap.Route::toString).toList());
        entries.put(
                "connections_removed",
                plan.disconnected().stream().map(Bootstrap.Route::toString).toList());
        entries.put(
                "settings_changed",
                plan.settings().stream().map(PlanCommand::setting).toList());
        return entries;
    }

    private static List<Map<String, Object>> modules(List<Bootstrap.ModuleSpec> modules) {
        return modules.stream()
                .map(module -> Json.object(
                        "name", module.name(), "module", module.type().name()))
                .toList();
    }

    private static Map<String, Object> change(Plan.Change change) {
        Map<String, Object> entries = Json.object(
                "name", change.name(), "module", change.after().type().name());
        if (change.isOtherKind()) {
            entries.put("module_before", change.before().type().name());
        }
        entries.put(
                "arguments",
                change.arguments().stream().map(PlanCommand::difference).toList());
        return entries;
    }

    private static Map<String, Object> setting(Plan.Setting setting) {
        Map<String, Object> entries = difference(setting.difference());
        entries.put("needs_restart", setting.needsRestart());
        return entries;
    }

    private static Map<String, Object> difference(Plan.Difference difference) {
        Map<String, Object> entries = Json.object("name", difference.name(), "before", difference.before());
        entries.put("after", difference.after());
        return entries;
    }
}
