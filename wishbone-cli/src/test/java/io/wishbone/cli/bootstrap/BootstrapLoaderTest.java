package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wishbone.queue.OverflowPolicy;
import io.wishbone.router.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapLoaderTest {
    @TempDir
    Path directory;

    private Bootstrap load(String yaml) throws IOException, BootstrapException {
        Path file = directory.resolve("relay.yaml");
        Files.writeString(file, yaml);
        return loader().load(file);
    }

    private static BootstrapLoader loader() {
        return BootstrapLoader.create(
                SampleModules.catalog(),
                Map.of("PORT", "5140", "EMPTY", "", "TRICKY", "x]}, evil: [${PORT}", "KIND", "input.tcp"));
    }

    private Object port(String written) throws IOException, BootstrapException {
        return argument("port", written);
    }

    private Object argument(String name, String written) throws IOException, BootstrapException {
        Bootstrap bootstrap =
                load("modules:\n  in:\n    module: input.tcp\n    arguments:\n      port: 1\n      password: x\n"
                        .replace(name + (name.equals("port") ? ": 1" : ": x"), name + ": " + written));
        return Objects.requireNonNull(bootstrap.modules().get(0).arguments().get(name));
    }

    @Nested
    class GoodFile {
        @Test
        void keepsTheOrderOfModulesAndRoutes() throws Exception {
            Bootstrap bootstrap = load("""
                    modules:
                      zebra: {module: wishbone.input.tcp, arguments: {port: 0}}
                      ant: {module: wishbone.flow.fanout, description: copies}
                      bee: {module: wishbone.output.null}
                      cow: {module: wishbone.output.null}
                      dog: {module: wishbone.output.null}
                    routingtable:
                      - zebra.outbox -> ant.inbox
                      - "ant.two->bee.inbox"
                      - ant.one -> cow.inbox
                      - _logs.outbox -> dog.inbox
                    settings:
                      stop_deadline: 5
                      log_level: warn
                      metrics_interval: 500ms
                      call_limit: 2s
                      queue: {max_events: 10, max_bytes: 1MiB, policy: drop_oldest}
                    """);
            assertThat(bootstrap.modules())
                    .extracting(Bootstrap.ModuleSpec::name)
                    .containsExactly("zebra", "ant", "bee", "cow", "dog");
            assertThat(bootstrap.routes())
                    .extracting(Bootstrap.Route::toString)
                    .containsExactly(
                            "zebra.outbox -> ant.inbox",
                            "ant.two -> bee.inbox",
                            "ant.one -> cow.inbox",
                            "_logs.outbox -> dog.inbox");
            assertThat(bootstrap.settings().stopDeadline()).isEqualTo(Duration.ofSeconds(5));
            assertThat(bootstrap.settings().log().level()).isEqualTo(LogLevel.WARN);
            assertThat(bootstrap.settings().metricsInterval()).isEqualTo(Duration.ofMillis(500));
            assertThat(bootstrap.settings().callLimit()).isEqualTo(Duration.ofSeconds(2));
            assertThat(bootstrap.settings().queue().limits().maxEvents()).isEqualTo(10);
            assertThat(bootstrap.settings().queue().limits().maxBytes()).isEqualTo(1 << 20);
            assertThat(bootstrap.settings().queue().policy()).isEqualTo(OverflowPolicy.DROP_OLDEST);
            try (Router router = bootstrap.createRouter()) {
                assertThat(router.ledger().modules()).hasSize(5);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "wishbone.input.tcp",
                    "wishbone.module.input.tcp",
                    "wishbone.builtin.input.tcp",
                    "input.tcp",
                    "${KIND}",
                    "acme.input.sensor"
                })
        void takesEveryNameOfAModule(String name) throws Exception {
            Bootstrap bootstrap = load("modules: {in: {module: \"" + name + "\""
                    + (name.startsWith("acme") ? "" : ", arguments: {port: 1}") + "}}");
            assertThat(bootstrap.modules()).hasSize(1);
        }

        @Test
        void takesItsSettings() throws Exception {
            Settings settings = load("""
                    modules: {end: {module: output.null}}
                    settings: {workers: 3, event_loops: 5, start_timeout: 2s, source: edge-1}
                    """).settings();
            assertThat(settings.workers()).isEqualTo(3);
            assertThat(settings.eventLoops()).isEqualTo(5);
            assertThat(settings.startTimeout()).isEqualTo(Duration.ofSeconds(2));
            assertThat(settings.source()).isEqualTo("edge-1");
        }

        @Test
        void mergesMaps() throws Exception {
            Bootstrap bootstrap = load("""
                    x-defaults: &defaults {port: 1, address: here}
                    x-more: &more {<<: *defaults, password: secret words}
                    modules:
                      one: {module: input.tcp, arguments: {<<: *defaults, port: 2}}
                      two: {module: input.tcp, arguments: {address: there, <<: [*more, {port: 3}]}}
                      three: &three {module: input.tcp, arguments: *defaults}
                      four: {<<: *three}
                    """);
            assertThat(bootstrap.modules().get(0).arguments())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("port", 2L, "address", "here"));
            assertThat(bootstrap.modules().get(1).arguments())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("port", 1L, "address", "there", "password", "secret words"));
            assertThat(bootstrap.modules().get(3).type().name()).isEqualTo("wishbone.input.tcp");
        }

        @Test
        void takesAliases() throws Exception {
            Bootstrap bootstrap = load("""
                    modules:
                      one: {module: input.tcp, arguments: &args {port: 1}}
                      two: {module: input.tcp, arguments: *args}
                    """);
            assertThat(bootstrap.modules().get(1).arguments()).containsEntry("port", 1L);
        }
    }

    @Nested
    class Substitutions {
        @ParameterizedTest
        @CsvSource({
            "'${PORT}', 5140",
            "'\"${PORT}\"', 5140",
            "'${NOPE:-77}', 77",
            "'${EMPTY:-77}', 77",
            "'${NOPE:-${PORT}}', 5140",
            "'1${NOPE:-}2', 12",
            "'${PORT:?set it}', 5140",
            "'${NOPE:-${ALSO_NOPE:-8}}', 8"
        })
        void replaces(String written, String expected) throws Exception {
            assertThat(port(written)).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({
            "'$${PORT}', '${PORT}'",
            "'a $ b', 'a $ b'",
            "'a $$ b', 'a $ b'",
            "'$$$${PORT}', '$${PORT}'",
            "'$$${PORT}', '$5140'",
            "'cost$', 'cost$'",
            "'a $${x} ${PORT}', 'a ${x} 5140'",
            "'1.10', '1.10'",
            "'007', '007'"
        })
        void leavesWhatIsNone(String written, String expected) throws Exception {
            assertThat(argument("password", written)).isEqualTo(expected);
        }

        @Test
        void neverReadsWhatComesInAsYaml() throws Exception {
            assertThat(argument("password", "${TRICKY}")).isEqualTo("x]}, evil: [${PORT}");
        }

        @Test
        void readsFilesBesideTheBootstrapFile() throws Exception {
            Files.writeString(directory.resolve("secret"), "two\nlines\n\n");
            assertThat(argument("password", "${file:secret}")).isEqualTo("two\nlines");
        }

        @Test
        void keepsSecretsOutOfWhatIsShown() throws Exception {
            Files.writeString(directory.resolve("secret"), "open sesame");
            Bootstrap bootstrap = load(
                    "modules: {in: {module: input.tcp, arguments: {port: 1, password: hunter2, address: \"${file:secret}\"}}}");
            assertThat(bootstrap.mask("cannot use open sesame or hunter2")).isEqualTo("cannot use *** or ***");
            assertThat(bootstrap.toString() + bootstrap.modules()).doesNotContain("sesame", "hunter2");
        }
    }

    @Test
    void keepsPasswordsInMapsOutOfProblems() {
        assertThatExceptionOfType(BootstrapException.class)
                .isThrownBy(
                        () -> load("modules: {in: {module: input.tcp, arguments: {port: [{api_password: hunter2}]}}}"))
                .satisfies(refused -> assertThat(refused.toString() + refused.problems())
                        .contains("\"port\"")
                        .doesNotContain("hunter2"));
    }

    @Nested
    class NotAFile {
        private void assertRefused(Path file, String message) {
            assertThatExceptionOfType(BootstrapException.class)
                    .isThrownBy(() -> loader().load(file))
                    .withMessage(file + ": " + message);
        }

        @Test
        void refusesAMissingOneAndNamesItsNeighbour() throws Exception {
            Files.writeString(directory.resolve("relay.yaml"), "x");
            assertRefused(
                    directory.resolve("realy.yaml"),
                    "no such file (did you mean \"" + directory.resolve("relay.yaml") + "\"?)");
            assertRefused(Path.of("nosuch/relay.yaml"), "no such file");
        }

        @Test
        void refusesAnEmptyDirectory() {
            assertRefused(directory, "is a directory without bootstrap files (expected: *.yaml or *.yml in it)");
        }

        @Test
        void refusesTenMegabytes() throws Exception {
            Path file = directory.resolve("big.yaml");
            Files.write(file, new byte[10_000_000]);
            assertRefused(file, "too large for a bootstrap file (expected: up to 1 MiB)");
        }

        @Test
        void refusesWhatIsNotUtf8() throws Exception {
            Path file = directory.resolve("latin.yaml");
            Files.write(file, "modules: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
            assertRefused(file, "is not UTF-8 text: byte 10 is no character");
        }

        @Test
        void refusesBinaryData() throws Exception {
            Path file = directory.resolve("binary.yaml");
            Files.write(file, new byte[] {'a', '\n', 0, 1, 2});
            assertThatExceptionOfType(BootstrapException.class)
                    .isThrownBy(() -> loader().load(file))
                    .withMessageStartingWith(file + ":2:1: not text: it has the character U+0000");
        }

        @ParameterizedTest
        @ValueSource(strings = {"[", "{a: ", "- "})
        void refusesDeepNesting(String level) throws Exception {
            Path file = directory.resolve("deep.yaml");
            Files.writeString(file, level.repeat(200_000));
            assertThatExceptionOfType(BootstrapException.class).isThrownBy(() -> loader().load(file));
        }
    }
}
