package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.module.ModuleType;
import io.wishbone.protocol.ProtocolType;
import io.wishbone.protocol.Protocols;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the kinds of modules and of protocols. */
@Command(
        name = "list",
        description = "List the modules and protocols that a bootstrap file can name, by group, with versions.",
        footer = {"", "\"wishbone show MODULE\" tells of one."})
final class ListCommand extends Verb {
    private static final String PROTOCOLS = "protocol";

    @Mixin
    private JsonOption json = new JsonOption();

    /**
     * A line of the list.
     *
     * @param group such as {@code input}
     * @param version of the jar that it comes from; empty if there is none to tell
     */
    private record Line(String group, String name, String version, String summary) {
        Map<String, Object> asMap() {
            Map<String, Object> entries = new LinkedHashMap<>();
            entries.put("group", group);
            entries.put("name", name);
            if (!version.isEmpty()) {
                entries.put("version", version);
            }
            entries.put("summary", summary);
            return entries;
        }
    }

    @Override
    public Integer call() {
        Catalog catalog = Catalog.installed();
        List<Line> modules =
                catalog.types().stream().map(type -> line(catalog, type)).toList();
        List<Line> protocols =
                Protocols.installed().stream().map(ListCommand::line).toList();
        if (json.isWanted()) {
            json.print(
                    out(),
                    Json.object(
                            "modules",
                            modules.stream().map(Line::asMap).toList(),
                            "protocols",
                            protocols.stream().map(Line::asMap).toList()));
        } else {
            print(modules, protocols);
        }
        return ExitCode.DONE;
    }

    private static Line line(Catalog catalog, ModuleType type) {
        String[] parts = type.name().split("\\.", -1);
        String group = parts.length > 2 ? parts[1] : "other";
        boolean isOwn = parts[0].equals("wishbone");
        String version = catalog.version(type).orElse(isOwn ? Version.ofWishbone() : "");
        return new Line(group, type.name(), version, type.summary());
    }

    private static Line line(ProtocolType type) {
        return new Line(PROTOCOLS, type.name(), "", type.summary());
    }

    private void print(List<Line> modules, List<Line> protocols) {
        int name = modules.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        int version =
                modules.stream().mapToInt(line -> line.version().length()).max().orElse(0);
        String format = "  %-" + Math.max(1, name) + "s  %-" + Math.max(1, version) + "s  %s%n";
        Map<String, List<Line>> groups = new TreeMap<>();
        modules.forEach(line -> groups.computeIfAbsent(line.group(), unused -> new ArrayList<>())
                .add(line));
        groups.forEach((group, lines) -> print("Modules, " + group + ":", lines, format));
        print("Protocols:", protocols, "  %-" + Math.max(1, name) + "s  %s%s%n");
    }

    private void print(String heading, List<Line> lines, String format) {
        out().println(heading);
        lines.forEach(line -> out().printf(Locale.ROOT, format, line.name(), line.version(), line.summary()));
    }
}
