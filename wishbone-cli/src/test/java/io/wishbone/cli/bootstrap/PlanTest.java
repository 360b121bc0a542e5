package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
    private static final String RUNNING = """
            modules:
              listen: {module: input.tcp, arguments: {port: 5140, password: hunter2}}
              copies: {module: flow.fanout}
              end: {module: output.null}
            routingtable:
              - listen.outbox -> copies.inbox
              - copies.a -> end.inbox
            """;

    @TempDir
    Path directory;

    private Bootstrap load(String yaml) throws IOException, BootstrapException {
        Path file = Files.writeString(directory.resolve("some.yaml"), yaml);
        return BootstrapLoader.create(SampleModules.catalog(), Map.of("PORT", "5140"))
                .load(file);
    }

    private Plan plan(String after) throws IOException, BootstrapException {
        return Plan.between(load(RUNNING), load(after));
    }

    @Test
    void findsNothingBetweenFilesThatSayTheSame() throws Exception {
        Plan plan = plan("""
                settings: {stop_deadline: 30}
                modules:
                  end: {module: wishbone.output.null, description: ends all}
                  copies: {module: flow.fanout, arguments: }
                  listen:
                    module: input.tcp
                    arguments: {address: 127.0.0.1, port: "${PORT}", password: hunter2}
                routingtable: [copies.a -> end.inbox, listen.outbox -> copies.inbox]
                """);
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan).hasToString("nothing changes\n");
    }

    @Test
    void findsWhatChanges() throws Exception {
        Plan plan = plan("""
                modules:
                  listen: {module: input.tcp, arguments: {port: 5141, password: hunter3, address: elsewhere}}
                  copies: {module: flow.funnel}
                  last: {module: output.null}
                routingtable:
                  - listen.outbox -> copies.inbox
                  - copies.outbox -> last.inbox
                settings: {log_level: warn, workers: 7, queue: {max_events: 5}}
                """);
        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.toString())
                .startsWith("""
                        - module end (wishbone.output.null)
                        + module last (wishbone.output.null)
                        ~ module listen (wishbone.input.tcp)
                            port: 5140 -> 5141
                            address: "127.0.0.1" -> "elsewhere"
                            password: *** -> ***
                        ~ module copies (wishbone.flow.fanout -> wishbone.flow.funnel)
                        - connection copies.a -> end.inbox
                        + connection copies.outbox -> last.inbox
                        ~ setting log_level: info -> warn
                        """)
                .contains("-> 7 (needs a restart)\n")
                .endsWith("~ setting queue.max_events: 4096 -> 5 (needs a restart)\n");
    }

    @Test
    void tellsNoSecrets() throws Exception {
        Files.writeString(directory.resolve("secret"), "open sesame");
        Plan plan = plan("""
                modules:
                  listen:
                    module: input.tcp
                    arguments: {port: 5140, address: "${file:secret}", protocol: {type: text, charset: UTF-16}}
                  copies: {module: flow.fanout}
                  end: {module: output.null}
                """);
        assertThat(plan.changed()).singleElement().satisfies(change -> {
            assertThat(change.arguments())
                    .contains(
                            new Plan.Difference("address", "\"127.0.0.1\"", "\"***\""),
                            new Plan.Difference("password", "***", "none"),
                            new Plan.Difference("protocol", "none", "{\"type\":\"text\",\"charset\":\"UTF-16\"}"));
        });
        assertThat(plan.toString()).doesNotContain("sesame", "hunter");
    }
}
