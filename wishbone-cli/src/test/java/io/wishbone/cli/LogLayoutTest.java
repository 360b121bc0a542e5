package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wishbone.cli.bootstrap.LogFormat;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogLayoutTest {

    private final LogLayout json = new LogLayout(LogFormat.JSON, LogLayoutTest::mask);
    private final LogLayout text = new LogLayout(LogFormat.TEXT, LogLayoutTest::mask);

    private static String mask(String text) {
        return text.replace("horses", "***");
    }

    static LoggingEvent event(String logger, Level level, String pattern, Object... arguments) {
        LoggingEvent event = new LoggingEvent();
        event.setInstant(Instant.parse("2026-03-01T12:00:00Z"));
        event.setLoggerName(logger);
        event.setLevel(level);
        event.setThreadName("wishbone-loop-1");
        event.setMessage(pattern);
        event.setArgumentArray(arguments);
        event.setMDCPropertyMap(Map.of());
        return event;
    }

    private static LoggingEvent failure() {
        LoggingEvent event = event("wishbone.in", Level.WARN, "cannot say {}", "\"horses\"\nor\tso");
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("no horses here")));
        return event;
    }

    @Test
    void jsonIsAnObjectOnOneLine() throws Exception {
        String line = json.doLayout(failure());
        assertThat(line).endsWith("}\n").hasLineCount(1);
        JsonNode record = new ObjectMapper().readTree(line);
        assertThat(record.get("timestamp").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
        assertThat(record.get("level").asText()).isEqualTo("WARN");
        assertThat(record.get("logger").asText()).isEqualTo("wishbone.in");
        assertThat(record.get("thread").asText()).isEqualTo("wishbone-loop-1");
        assertThat(record.get("message").asText()).isEqualTo("cannot say \"***\"\nor\tso");
        assertThat(record.get("stack_trace").asText())
                .startsWith("java.lang.IllegalStateException: no *** here\n\tat ")
                .doesNotContain("horses");
    }

    @Test
    void jsonHasNoStackTraceWhereNothingWasThrown() throws Exception {
        JsonNode record = new ObjectMapper().readTree(json.doLayout(event("wishbone", Level.INFO, "started")));
        assertThat(record.fieldNames())
                .toIterable()
                .containsExactly("timestamp", "level", "logger", "thread", "message");
    }

    @Test
    void jsonHasWhatTheThreadSaysOfItself() throws Exception {
        LoggingEvent event = new LoggingEvent();
        event.setInstant(Instant.EPOCH);
        event.setLoggerName("wishbone");
        event.setLevel(Level.INFO);
        event.setThreadName("main");
        event.setMessage("started");
        event.setMDCPropertyMap(Map.of("tenant", "the horses", "message", "another"));
        JsonNode record = new ObjectMapper().readTree(json.doLayout(event));
        assertThat(record.get("tenant").asText()).isEqualTo("the ***");
        assertThat(record.get("message").asText()).isEqualTo("started");
    }

    @Test
    void textHasTheStackTraceBelow() {
        String written = text.doLayout(failure());
        assertThat(written.lines().findFirst().orElseThrow())
                .matches("2026-0[23]-\\d\\d \\d\\d:\\d\\d:00\\.000 WARN  in - cannot say \"\\*\\*\\*\"");
        assertThat(written)
                .contains("\nor\tso\n", "\njava.lang.IllegalStateException: no *** here\n\tat ")
                .endsWith("\n")
                .doesNotContain("horses");
    }

    @Test
    void syslogGetsWhatRfc5424Says() throws Exception {
        try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            daemon.setSoTimeout(40_000);
            SyslogTarget target = new SyslogTarget(text, "edge 1");
            target.setSyslogHost(daemon.getLocalAddress().getHostAddress());
            target.setPort(daemon.getLocalPort());
            target.start();
            target.doAppend(event("wishbone.in", Level.ERROR, "lost {}", "horses"));

            DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
            daemon.receive(packet);
            target.stop();
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .isEqualTo("<27>1 2026-03-01T12:00:00.000Z edge-1 wishbone "
                            + ProcessHandle.current().pid() + " - - ERROR in - lost ***");
        }
    }
}
