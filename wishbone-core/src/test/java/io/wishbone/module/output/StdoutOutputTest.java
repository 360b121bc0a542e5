package io.wishbone.module.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.expression.PlainText;
import io.wishbone.router.StopReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class StdoutOutputTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private OutputBench writing(String prefix, String selection) {
        StdoutOutputConfig config =
                StdoutOutputConfig.builder().prefix(prefix).selection(selection).build();
        return new OutputBench(new StdoutOutput(config, written)).start();
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesALineForEachEvent() {
        try (OutputBench bench = writing("", "data")) {
            bench.send("grün", "", "two\nlines");

            assertThat(text()).isEqualTo("grün\n\ntwo\nlines\n");
            assertThat(bench.successful.texts()).containsExactly("grün", "", "two\nlines");
        }
    }

    @Test
    void writesBytesAsTheyAre() {
        byte[] bytes = {0, (byte) 0xff, (byte) 0xc3, '\r', 0x7f};
        try (OutputBench bench = writing("", "data")) {
            bench.send(Event.of(bytes));

            assertThat(written.toByteArray()).containsExactly(0, 0xff, 0xc3, '\r', 0x7f, '\n');
        }
    }

    @Test
    void putsThePrefixBeforeEachEvent() {
        try (OutputBench bench = writing("→ ", "data")) {
            bench.send("a", "b");

            assertThat(text()).isEqualTo("→ a\n→ b\n");
        }
    }

    @Test
    void worksOutThePrefixForEachEvent() {
        StdoutOutputConfig config = StdoutOutputConfig.builder()
                .prefix(event -> event.text().length() + ": ")
                .build();
        try (OutputBench bench = new OutputBench(new StdoutOutput(config, written)).start()) {
            bench.send("a", "bcd");

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
        try (OutputBench bench = new OutputBench(new StdoutOutput(config, written)).start()) {
            bench.send("a");

            assertThat(text()).isEmpty();
            assertThat(bench.failed.events)
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.header("out", "error")).asString().contains("there is no data.color"));
        }
    }

    @Test
    void writesTheSelectedHeaderEntry() {
        Header header = Header.of("listen", Map.of("remote.address", "10.0.0.1"));
        try (OutputBench bench = writing("", "header.listen.remote.address")) {
            bench.send(Event.of("a", header));

            assertThat(text()).isEqualTo("10.0.0.1\n");
        }
    }

    @Test
    void failsAnEventWithoutTheSelectedHeaderEntry() {
        try (OutputBench bench = writing("", "header.listen.remote_address")) {
            bench.send("a");

            assertThat(text()).isEmpty();
            assertThat(bench.failed.events)
                    .singleElement()
                    .satisfies(event -> assertThat(event.header("out", "error"))
                            .asString()
                            .contains("no header.listen.remote_address"));
        }
    }

    @Test
    void writesTheWholeEventAsJson() {
        try (OutputBench bench = writing("", ".")) {
            bench.send(Event.of("a", Header.of("listen", Map.of("port", 1))));

            assertThat(text()).isEqualTo("{\"header\":{\"listen\":{\"port\":1}},\"data\":\"a\"}\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dat", "header", "header.listen", "header..key", "header.listen.", "data.x"})
    void refusesAnUnknownSelection(String selection) {
        assertThatThrownBy(() -> new StdoutOutputConfig(new PlainText(""), selection))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("selection: \"" + selection
                        + "\" (expected: data, header.<module>.<key>, or . for the whole event as JSON)");
    }

    @Test
    void writesALargeEventWhole() {
        try (OutputBench bench = writing("", "data")) {
            String large = "x".repeat(1 << 20);

            bench.send(large, "b", large);

            assertThat(text()).isEqualTo(large + "\nb\n" + large + "\n");
            StopReport report = bench.stop();
            assertThat(report.isClean()).isTrue();
            assertThat(report.ledger().isBalanced()).isTrue();
        }
    }

    @Nested
    class WithAStreamThatBreaks {
        private final BreakableStream stream = new BreakableStream();
        private final OutputBench bench =
                new OutputBench(new StdoutOutput(StdoutOutputConfig.builder().build(), stream));
        private final Logger logger = (Logger) LoggerFactory.getLogger("io.wishbone.module.out");
        private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

        @Test
        void failsEventsSaysSoOnceAndGoesOnWhenItCan() {
            logger.setAdditive(false);
            logger.addAppender(logged);
            logged.start();
            try (bench) {
                bench.start();
                stream.broken = true;
                bench.send("a", "b");
                bench.send("c");
                stream.broken = false;
                bench.send("d");

                assertThat(bench.failed.texts()).containsExactly("a", "b", "c");
                assertThat(bench.failed.events)
                        .allSatisfy(event -> assertThat(event.header("out", "error"))
                                .asString()
                                .contains("Broken pipe"));
                assertThat(bench.successful.texts()).containsExactly("d");
                assertThat(stream.written.toString(StandardCharsets.UTF_8)).isEqualTo("d\n");
                assertThat(bench.metric("module.out.write_errors_total")).isEqualTo(2);
                assertThat(logged.list).singleElement().satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.ERROR);
                    assertThat(line.getFormattedMessage())
                            .startsWith("cannot write to standard output: Broken pipe")
                            .contains("\"out.failed\"");
                });
            } finally {
                logger.detachAppender(logged);
                logger.setAdditive(true);
            }
        }
    }

    private static final class BreakableStream extends OutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private volatile boolean broken;

        @Override
        public void write(int value) throws IOException {
            if (broken) {
                throw new IOException("Broken pipe");
            }
            written.write(value);
        }
    }
}
