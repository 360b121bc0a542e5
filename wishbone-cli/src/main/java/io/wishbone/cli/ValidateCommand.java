package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.Problem;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks a bootstrap file. */
@Command(
        name = "validate",
        description = "Check a bootstrap file without starting anything, and tell all that is wrong with it.",
        footer = {
            "",
            "Such as:",
            "  wishbone validate -c relay.yaml",
            "  wishbone validate -c base.yaml -c conf.d --json"
        })
final class ValidateCommand extends Verb {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() throws BootstrapException {
        if (!json.isWanted()) {
            out().println(config.load() + ", valid");
            return ExitCode.DONE;
        }
        try {
            Bootstrap bootstrap = config.load();
            Map<String, Object> valid = Json.object("valid", true, "problems", List.of());
            valid.put("modules", bootstrap.modules().size());
            valid.put("connections", bootstrap.routes().size());
            json.print(out(), valid);
            return ExitCode.DONE;
        } catch (BootstrapException e) {
            List<Map<String, Object>> problems =
                    e.problems().stream().map(ValidateCommand::problem).toList();
            json.print(out(), Json.object("valid", false, "problems", problems));
            return ExitCode.USAGE;
        }
    }

    private static Map<String, Object> problem(Problem problem) {
        Map<String, Object> entries = Json.object("file", problem.file(), "line", problem.line());
        entries.put("column", problem.column());
        entries.put("message", problem.message());
        return entries;
    }
}
