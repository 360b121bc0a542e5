package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.router.Router;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That bootstrap files give modules protocols. */
class ProtocolsTest {
    @TempDir
    Path directory;

    private Bootstrap load(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("bootstrap.yaml"), text);
        return BootstrapLoader.create(Catalog.installed(), Map.of("FORMAT", "json"))
                .load(file);
    }

    private List<String> linesOf(String text, String name, int lines) throws Exception {
        Path file = directory.resolve(name);
        try (Router router =
                load(text.replace("DIRECTORY", directory.toString())).createRouter()) {
            router.start();
            Awaitility.await().until(() -> Files.readAllLines(file).size() >= lines);
            router.stop(Duration.ofSeconds(10));
        }
        return Files.readAllLines(file);
    }

    @Test
    void decodeAndEncodeWhatFlows() throws Exception {
        assertThat(linesOf("""
                        modules:
                          source:
                            module: wishbone.input.generator
                            arguments: {payload: '{"level":"WARN","n":1}', count: 2, interval: 0}
                          decode:
                            module: wishbone.process.decode
                            protocol: shallow
                          change:
                            module: wishbone.process.modify
                            arguments: {operations: [lowercase: data.level]}
                          out:
                            module: wishbone.output.file
                            protocol: ${FORMAT}
                            arguments: {path: DIRECTORY/out}
                        protocols:
                          shallow: {protocol: json, arguments: {max_depth: 1}}
                        routingtable:
                          - source.outbox -> decode.inbox
                          - decode.outbox -> change.inbox
                          - change.outbox -> out.inbox
                        """, "out", 2))
                .containsExactly("{\"level\":\"warn\",\"n\":1}", "{\"level\":\"warn\",\"n\":1}");
    }

    @Test
    void sendWhatCannotBeDecodedToFailedAsItCame() throws Exception {
        assertThat(linesOf("""
                        modules:
                          source: {module: input.generator, arguments: {payload: '[[1]]', count: 1, interval: 0}}
                          decode:
                            module: wishbone.process.decode
                            arguments:
                              protocol: {type: json, max_depth: 1}
                          refused: {module: output.file, arguments: {path: DIRECTORY/refused}}
                        routingtable:
                          - source.outbox -> decode.inbox
                          - decode.failed -> refused.inbox
                        """, "refused", 1)).containsExactly("[[1]]");
    }

    @Test
    void keepOneDefinitionForManyModules() throws Exception {
        Bootstrap bootstrap = load("""
                protocols:
                  strict: {protocol: json, arguments: {max_depth: 7}}
                modules:
                  a: {module: process.decode, protocol: strict}
                  b: {module: process.encode, protocol: strict}
                """);

        assertThat(bootstrap.modules())
                .extracting(module -> module.arguments().get("protocol"))
                .containsExactly(Map.of("type", "json", "max_depth", 7L), Map.of("type", "json", "max_depth", 7L));
    }
}
