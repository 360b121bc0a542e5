package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralFilesTest {
    @TempDir
    Path directory;

    private final BootstrapLoader loader = BootstrapLoader.create(SampleModules.catalog(), Map.of());
    private Path parts = Path.of("");
    private Path main = Path.of("");

    @BeforeEach
    void write() throws Exception {
        parts = Files.createDirectories(directory.resolve("parts"));
        main = directory.resolve("main.yaml");
        Files.writeString(main, """
                modules:
                  end: {module: output.null}
                routingtable:
                  - listen.outbox -> end.inbox
                settings: {stop_deadline: 3s}
                """);
        Files.writeString(parts.resolve("b.yml"), """
                modules:
                  listen:
                    module: input.tcp
                    protocol: shared
                    arguments: {port: 1, password: "${file:secret}"}
                """);
        Files.writeString(parts.resolve("a.yaml"), "protocols: {shared: {protocol: bytes}}");
        Files.writeString(parts.resolve("secret"), "\n  open sesame \n");
        Files.writeString(parts.resolve("notes.txt"), "no YAML: [");
    }

    @Test
    void areReadAsOne() throws Exception {
        Bootstrap bootstrap = loader.load(List.of(main, parts));
        assertThat(bootstrap.modules()).extracting(Bootstrap.ModuleSpec::name).containsExactly("end", "listen");
        assertThat(bootstrap.routes()).hasSize(1);
        assertThat(bootstrap.settings().stopDeadline()).isEqualTo(Duration.ofSeconds(3));
        assertThat(bootstrap).hasToString(main + ", " + parts + ": 2 modules, 1 route");
    }

    @Test
    void findSecretsBesideTheOneThatNamesThem() throws Exception {
        Bootstrap bootstrap = loader.load(List.of(main, parts));
        assertThat(bootstrap.modules().get(1).arguments()).containsEntry("password", "open sesame");
    }

    @Test
    void areReadOnceEach() throws Exception {
        assertThat(loader.load(List.of(main, parts, parts.resolve("b.yml"), main))
                        .modules())
                .hasSize(2);
    }

    @Test
    void areNamedIfTheyDefineOneNameTwice() throws Exception {
        Path again = Files.writeString(directory.resolve("again.yaml"), "modules:\n  end: {module: output.null}\n");
        assertThatExceptionOfType(BootstrapException.class)
                .isThrownBy(() -> loader.load(List.of(main, parts, again)))
                .withMessageStartingWith(
                        again + ":2:3: key \"end\" stands twice in modules (first in " + main + ":2:3)");
    }

    @Test
    void areAllNamedIfTheyAreMissing() {
        Path one = directory.resolve("one");
        Path two = directory.resolve("two");
        assertThatExceptionOfType(BootstrapException.class)
                .isThrownBy(() -> loader.load(List.of(one, main, two)))
                .withMessage(one + ": no such file\n" + two + ": no such file");
    }
}
