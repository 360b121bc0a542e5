package io.wishbone.cli;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts this program again, in a session of its own: neither Ctrl-C nor the end of the terminal reaches it. */
final class Detached {
    private static final Path NOTHING = Path.of("/dev/null");

    private Detached() {}

    static Process start(List<String> arguments, Path log, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(session());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        if (Files.exists(NOTHING)) {
            builder.redirectInput(NOTHING.toFile());
        }
        return builder.start();
    }

    /** The options of this process, but for those that every Java process of this environment gets anyway. */
    private static List<String> javaOptions() {
        Set<String> inherited = Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
                .map(System.getenv()::get)
                .filter(value -> value != null)
                .flatMap(value -> Stream.of(value.strip().split("\\s+", -1)))
                .collect(Collectors.toSet());
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !inherited.contains(option))
                .toList();
    }

    /** What puts a command into a session of its own: {@code setsid}, or Perl where there is none, as on macOS. */
    private static List<String> session() {
        if (isOnPath("setsid")) {
            return List.of("setsid");
        }
        return isOnPath("perl") ? List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV;") : List.of();
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
