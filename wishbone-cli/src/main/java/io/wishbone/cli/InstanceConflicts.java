package io.wishbone.cli;

import io.wishbone.cli.bootstrap.AdminAddress;
import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.Bootstrap.ModuleSpec;
import io.wishbone.cli.bootstrap.Instances;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what several instances would have in common that only one of them can have. */
final class InstanceConflicts {
    private static final Set<String> WRITERS = Set.of("wishbone.output.file", "wishbone.output.deadletter");
    private static final String REFERENCE = "${" + Instances.VARIABLE + "}";

    private InstanceConflicts() {}

    /**
     * Checks the bootstraps of all instances.
     *
     * @throws CommandFailedException if two have the same admin address or write to the same file
     */
    static void check(List<Bootstrap> bootstraps) {
        Set<String> taken = new HashSet<>();
        for (Bootstrap bootstrap : bootstraps) {
            AdminAddress admin = bootstrap.settings().admin();
            if (admin != null && admin.port() != 0 && !taken.add(admin.toString())) {
                throw refused("setting \"admin\": " + admin, "such as 127.0.0.1:960" + REFERENCE);
            }
            for (ModuleSpec module : bootstrap.modules()) {
                Object path = module.arguments().get("path");
                if (WRITERS.contains(module.type().name()) && path != null && !taken.add(module.name() + " " + path)) {
                    throw refused(
                            "argument \"path\" of module \"" + module.name() + "\": " + bootstrap.mask(path.toString()),
                            "such as events-" + REFERENCE + ".log");
                }
            }
        }
    }

    private static CommandFailedException refused(String what, String expected) {
        return new CommandFailedException(
                ExitCode.USAGE, what + " is the same in several instances (expected: one for each, " + expected + ")");
    }
}
