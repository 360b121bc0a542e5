package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the documentation true to the files that it speaks of. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int MAX_DEPTH = 20;
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)(#[^)]*)?\\)");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    @Test
    void quotesTheEmbeddingCodeOfTheRelay() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/wishbone/examples/EmbeddedRelay.java"));
        String compiled = first("// tag::embedding\\[]\n(.*?)\\s*// end::embedding\\[]", source);
        String quoted = first("```java\n(.*?)```", Files.readString(ROOT.resolve("README.md")));

        assertThat(quoted.strip()).isEqualTo(compiled.stripIndent().strip());
    }

    /** Whitespace apart, every piece of Java in a document stands in a file that the build compiles and tests. */
    @ParameterizedTest
    @MethodSource("documents")
    void quotesCompiledCodeOnly(Path document) throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.find(
                ROOT, MAX_DEPTH, (file, attributes) -> file.toString().endsWith(".java"))) {
            for (Path file : files.toList()) {
                sources.append(withoutSpace(Files.readString(file)));
            }
        }
        for (MatchResult block :
                JAVA.matcher(Files.readString(document)).results().toList()) {
            assertThat(sources.indexOf(withoutSpace(block.group(1))) >= 0)
                    .as("some source has this of %s:%n%s", document, block.group(1))
                    .isTrue();
        }
    }

    @Test
    void showsTheExampleModulesWhole() throws IOException {
        String page = withoutSpace(Files.readString(ROOT.resolve("docs/writing-a-module.md")));
        Path folder = Path.of("src/main/java/io/wishbone/examples");
        for (String type : List.of("Redact", "RedactConfig", "RedactType", "ExampleModules")) {
            String source = Files.readString(folder.resolve(type + ".java"));
            String declaration = source.substring(
                    source.indexOf("final class ") < 0
                            ? source.indexOf("public record ")
                            : source.indexOf("final class "));

            assertThat(page).contains(withoutSpace(declaration));
        }
    }

    @Test
    void quotesTheBootstrapFileOfTheExampleModule() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/writing-a-module.md"));

        assertThat(Files.readString(Path.of("bootstrap/own-modules/redact.yaml")))
                .contains(first("```yaml\n(.*?)```", page));
    }

    @Test
    void quotesTheBootstrapFileOfTheExampleCodec() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/custom-codecs.md"));

        assertThat(Files.readString(Path.of("bootstrap/own-modules/thermometer.yaml")))
                .contains(first("```yaml\n(.*?)```", page));
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
                            docs.toList().stream())
                    .filter(file -> file.toString().endsWith(".md"));
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksToFilesThatExist(Path document) throws IOException {
        Path folder = document.resolveSibling("");

        assertThat(LINK.matcher(Files.readString(document)).results().map(link -> folder.resolve(link.group(1))))
                .allSatisfy(target -> assertThat(target).exists());
    }
}
