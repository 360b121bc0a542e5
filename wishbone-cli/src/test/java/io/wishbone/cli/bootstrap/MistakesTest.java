package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key of a file that has all of them is misspelt, and each value exchanged for one of another type. */
class MistakesTest {
    private static final List<String> LINES = """
            modules:
              listen:
                module: wishbone.input.tcp
                description: takes what devices send
                protocol: strict
                arguments:
                  port: 5140
                  address: 127.0.0.1
                  password: horses
              pick:
                module: acme.flow.pick
                arguments:
                  condition: "true"
                  label: picked
              end:
                module: wishbone.output.null
            protocols:
              strict:
                protocol: text
                description: no bytes
                arguments:
                  charset: UTF-8
            routingtable:
              - listen.outbox -> pick.inbox
              - pick.outbox -> end.inbox
            settings:
              stop_deadline: 3s
              log_level: info
              log_format: text
              log_target: stderr
              log_syslog: 127.0.0.1:514
              log_repeat_limit: 10
              log_repeat_window: 10s
              metrics_interval: 10s
              call_limit: 100ms
              workers: 2
              event_loops: 2
              start_timeout: 30s
              source: edge-1
              admin: 127.0.0.1:9600
              queue:
                max_events: 10
                max_bytes: 1MiB
                policy: block
            """.lines().toList();

    private static final Pattern ENTRY = Pattern.compile("( *)(\\w+):( .*)?");
    private static final List<String> NAMES = List.of("listen", "pick", "end", "strict");

    @TempDir
    Path directory;

    /** Line numbers, from 1. */
    static List<Integer> keys() {
        return lines(false);
    }

    static List<Integer> values() {
        return lines(true);
    }

    private static List<Integer> lines(boolean withNames) {
        List<Integer> lines = new ArrayList<>();
        for (int i = 0; i < LINES.size(); i++) {
            Matcher entry = ENTRY.matcher(LINES.get(i));
            if (entry.matches() && (withNames || !NAMES.contains(entry.group(2)))) {
                lines.add(i + 1);
            }
        }
        return lines;
    }

    private List<Problem> problems(List<String> lines) throws IOException {
        Path file = Files.write(directory.resolve("relay.yaml"), lines);
        BootstrapLoader loader = BootstrapLoader.create(SampleModules.catalog(), Map.of());
        BootstrapException problem = catchThrowableOfType(BootstrapException.class, () -> loader.load(file));
        return problem == null ? List.of() : problem.problems();
    }

    @Test
    void thereAreNoneInTheFileItself() throws IOException {
        assertThat(problems(LINES)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aMisspeltKeyIsToldWithTheNearestOne(int line) throws IOException {
        Matcher entry = ENTRY.matcher(LINES.get(line - 1));
        assertThat(entry.matches()).isTrue();
        String key = entry.group(2);
        String wrong = key.substring(0, key.length() - 2) + key.charAt(key.length() - 1);
        List<String> lines = new ArrayList<>(LINES);
        lines.set(line - 1, LINES.get(line - 1).replace(key + ":", wrong + ":"));
        assertThat(problems(lines)).anySatisfy(problem -> {
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.column()).isEqualTo(entry.group(1).length() + 1);
            assertThat(problem.message()).contains("\"" + wrong + "\"", "(did you mean \"" + key + "\"?)");
        });
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueOfAnotherTypeIsToldAtItsLine(int line) throws IOException {
        Matcher entry = ENTRY.matcher(LINES.get(line - 1));
        assertThat(entry.matches()).isTrue();
        List<String> lines = new ArrayList<>(LINES);
        boolean isScalar = entry.group(3) != null;
        lines.set(line - 1, entry.group(1) + entry.group(2) + (isScalar ? ": [[1], {a: b}]" : ": 17"));
        int end = line;
        while (!isScalar && end < lines.size() && lines.get(end).startsWith(entry.group(1) + " ")) {
            lines.remove(end);
        }
        assertThat(problems(lines)).anySatisfy(problem -> {
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.message()).contains("(expected: ");
            assertThat(problem.excerpt()).contains("^");
        });
    }
}
