package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.protocol.ProtocolType;
import io.wishbone.protocol.Protocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That docs/protocols.md says of each protocol what it declares. */
class ProtocolDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/protocols.md");

    static List<ProtocolType> types() {
        return Protocols.installed();
    }

    /** What the page has to say of a protocol, beside its prose. */
    static String describe(ProtocolType type) {
        StringBuilder text = new StringBuilder(512);
        text.append("### `").append(type.name()).append("`\n\n").append(type.summary());
        if (!type.arguments().isEmpty()) {
            text.append("\n\n| argument | takes | default | means |\n|---|---|---|---|");
            type.arguments().forEach(argument -> text.append(ModuleDocumentTest.row(argument)));
        }
        return text.append('\n').toString();
    }

    @ParameterizedTest
    @MethodSource("types")
    void saysWhatAProtocolDeclares(ProtocolType type) throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(describe(type));
    }

    @Test
    void hasNoOthers() throws IOException {
        assertThat(Files.readString(DOCUMENT).lines().filter(line -> line.startsWith("### `")))
                .containsExactlyInAnyOrderElementsOf(types().stream()
                        .map(type -> "### `" + type.name() + "`")
                        .toList());
    }
}
