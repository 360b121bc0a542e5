package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.framing.Framing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That docs/framings.md tells of every framing, and that its file is one that loads. */
class FramingDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/framings.md");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private static final Pattern NAME = Pattern.compile("(?<=one of |, \"?)[a-z_]+");

    @TempDir
    Path directory;

    @Test
    void hasAFileThatLoads() throws Exception {
        Matcher block = YAML.matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).isTrue();
        Path file = directory.resolve("framings.yaml");
        Files.writeString(file, block.group(1));

        Bootstrap bootstrap =
                BootstrapLoader.create(Catalog.installed(), Map.of()).load(file);

        assertThat(bootstrap.modules())
                .flatMap(module -> Optional.ofNullable(module.arguments().get("framing")).stream()
                        .toList())
                .extracting(framing -> Framing.argumentType().read(framing).toString())
                .containsExactly("octet_counting", "delimiter (3 bytes)", "null", "length (4 bytes, big endian)");
    }

    @Test
    void tellsOfEveryFraming() throws IOException {
        List<String> lines = Files.readString(DOCUMENT).lines().toList();
        String description = Framing.argumentType().description();
        List<String> names = NAME.matcher(description.substring(0, description.indexOf(';')))
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(names).hasSize(7);
        for (String name : names) {
            assertThat(lines).contains("## `" + name + "`").anyMatch(line -> line.startsWith("| `" + name + "` | "));
        }
    }
}
