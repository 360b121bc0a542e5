package io.wishbone.module.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.expression.PlainText;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

class StdoutOutputTest implements ModuleContract {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public Actor newModule() {
        return new StdoutOutput(StdoutOutputConfig.builder().build(), written);
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of("a"), Event.of("b"));
    }

    private SteppedModule writing(String prefix, String selection) {
        StdoutOutputConfig config =
                StdoutOutputConfig.builder().prefix(prefix).selection(selection).build();
        return SteppedModule.start("out", new StdoutOutput(config, written));
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesALineForEachEvent() {
        try (SteppedModule out = writing("", "data")) {
            out.feed("inbox", Event.of("grün"), Event.of(""), Event.of("two\nlines"));

            assertThat(text()).isEqualTo("grün\n\ntwo\nlines\n");
            assertThat(out.textsFrom("successful")).containsExactly("grün", "", "two\nlines");
        }
    }

    @Test
    void writesBytesAsTheyAre() {
        byte[] bytes = {0, (byte) 0xff, (byte) 0xc3, '\r', 0x7f};
        try (SteppedModule out = writing("", "data")) {
            out.feed("inbox", Event.of(bytes));

            assertThat(written.toByteArray()).containsExactly(0, 0xff, 0xc3, '\r', 0x7f, '\n');
        }
    }

    @Test
    void putsThePrefixBeforeEachEvent() {
        try (SteppedModule out = writing("→ ", "data")) {
            out.feed("inbox", Event.of("a"), Event.of("b"));

            assertThat(text()).isEqualTo("→ a\n→ b\n");
        }
    }

    @Test
    void worksOutThePrefixForEachEvent() {
        StdoutOutputConfig config = StdoutOutputConfig.builder()
                .prefix(event -> event.text().length() + ": ")
                .build();
        try (SteppedModule out = SteppedModule.start("out", new StdoutOutput(config, written))) {
            out.feed("inbox", Event.of("a"), Event.of("bcd"));

            assertThat(text()).isEqualTo("1: a\n3: bcd\n");
        }
    }

    @Test
    void failsAnEventThatHasNoPrefix() {
        StdoutOutputConfig config = StdoutOutputConfig.builder()
                .prefix(event -> {
                    throw new IllegalArgumentException("there is no data.color");
                })
                .build();
        try (SteppedModule out = SteppedModule.start("out", new StdoutOutput(config, written))) {
            out.feed("inbox", Event.of("a"));

            assertThat(text()).isEmpty();
            assertThat(out.takeFrom("failed"))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.header("out", "error")).asString().contains("there is no data.color"));
        }
    }

    @Test
    void writesTheSelectedHeaderEntry() {
        Header header = Header.of("listen", Map.of("remote.address", "10.0.0.1"));
        try (SteppedModule out = writing("", "header.listen.remote.address")) {
            out.feed("inbox", Event.of("a", header));

            assertThat(text()).isEqualTo("10.0.0.1\n");
        }
    }

    @Test
    void failsAnEventWithoutTheSelectedHeaderEntry() {
        try (SteppedModule out = writing("", "header.listen.remote_address")) {
            out.feed("inbox", Event.of("a"));

            assertThat(text()).isEmpty();
            assertThat(out.takeFrom("failed"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.header("out", "error"))
                            .asString()
                            .contains("no header.listen.remote_address"));
        }
    }

    @Test
    void writesTheWholeEventAsJson() {
        try (SteppedModule out = writing("", ".")) {
            out.feed("inbox", Event.of("a", Header.of("listen", Map.of("port", 1))));

            assertThat(text()).isEqualTo("{\"header\":{\"listen\":{\"port\":1}},\"data\":\"a\"}\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dat", "header", "header.listen", "header..key", "header.listen.", "data.x"})
    void refusesAnUnknownSelection(String selection) {
        assertThatThrownBy(() -> new StdoutOutputConfig(new PlainText(""), selection, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("selection: \"" + selection
                        + "\" (expected: data, header.<module>.<key>, or . for the whole event as JSON)");
    }

    @Test
    void writesALargeEventWhole() {
        try (SteppedModule out = writing("", "data")) {
            String large = "x".repeat(1 << 20);

            out.feed("inbox", Event.of(large), Event.of("b"), Event.of(large));

            assertThat(text()).isEqualTo(large + "\nb\n" + large + "\n");
        }
    }

    @Test
    void failsEventsWhileItsStreamIsBrokenSaysSoOnceAndGoesOnWhenItCan() {
        BreakableStream stream = new BreakableStream();
        StdoutOutput module = new StdoutOutput(StdoutOutputConfig.builder().build(), stream);
        try (SteppedModule out = SteppedModule.start("out", module)) {
            out.expectWarning("cannot write to standard output: Broken pipe");
            stream.broken = true;
            out.feed("inbox", Event.of("a"), Event.of("b"));
            out.feed("inbox", Event.of("c"));
            stream.broken = false;
            out.feed("inbox", Event.of("d"));

            List<Event> failed = out.takeFrom("failed");
            assertThat(failed).extracting(Event::text).containsExactly("a", "b", "c");
            assertThat(failed)
                    .allSatisfy(event ->
                            assertThat(event.header("out", "error")).asString().contains("Broken pipe"));
            assertThat(out.textsFrom("successful")).containsExactly("d");
            assertThat(stream.written.toString(StandardCharsets.UTF_8)).isEqualTo("d\n");
            assertThat(out.counter("write_errors_total")).isEqualTo(2);
            assertThat(out.warnings()).singleElement().satisfies(line -> {
                assertThat(line.level()).isEqualTo(Level.ERROR);
                assertThat(line.message()).contains("\"out.failed\"");
            });
        }
    }

    private static final class BreakableStream extends OutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean broken;

        @Override
        public void write(int value) throws IOException {
            if (broken) {
                throw new IOException("Broken pipe");
            }
            written.write(value);
        }
    }
}
