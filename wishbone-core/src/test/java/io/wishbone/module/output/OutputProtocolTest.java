package io.wishbone.module.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.event.Event;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.testkit.SteppedModule;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That outputs write what a protocol makes of events, and fail what it cannot encode. */
class OutputProtocolTest {
    private static final Protocol BRACKETS = Protocol.encoding("brackets", context -> event -> {
        if (event.data() instanceof Integer) {
            throw new ProtocolException("data is a number (expected: text)");
        }
        return ("[" + event.text() + "]").getBytes(StandardCharsets.UTF_8);
    });

    @TempDir
    Path directory;

    private static void feed(SteppedModule out) {
        out.feed("inbox", Event.of("a"), Event.of(1), Event.of("b"));

        assertThat(out.textsFrom("successful")).containsExactly("a", "b");
        assertThat(out.takeFrom("failed")).extracting(Event::data).containsExactly(1);
    }

    @Test
    void encodesForStandardOutput() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        StdoutOutputConfig config =
                StdoutOutputConfig.builder().prefix("> ").protocol(BRACKETS).build();
        try (SteppedModule out = SteppedModule.start("out", new StdoutOutput(config, written))) {
            feed(out);
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("> [a]\n> [b]\n");
    }

    @Test
    void encodesForFiles() throws Exception {
        Path file = directory.resolve("out");
        FileOutputConfig config =
                FileOutputConfig.builder().path(file).protocol(BRACKETS).build();
        try (SteppedModule out = SteppedModule.start("out", new FileOutput(config))) {
            feed(out);
        }
        assertThat(Files.readString(file)).isEqualTo("[a]\n[b]\n");
    }

    @Test
    void takesEitherASelectionOrAProtocol() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StdoutOutputConfig.builder()
                        .selection(".")
                        .protocol(BRACKETS)
                        .build())
                .withMessage(
                        "selection: \".\" with protocol brackets (expected: one of the two, since a protocol writes"
                                + " what it wants of an event)");
    }

    @Test
    void needsAProtocolThatEncodes() {
        Protocol read = Protocol.decoding("read", context -> (event, out) -> {});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StdoutOutputConfig.builder().protocol(read).build())
                .withMessage("protocol: read (expected: one that can encode)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileOutputConfig.builder()
                        .path(directory.resolve("x"))
                        .protocol(read)
                        .build())
                .withMessage("protocol: read (expected: one that can encode)");
    }
}
