package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.input.Generator;
import io.wishbone.module.input.GeneratorConfig;
import io.wishbone.router.Router;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Testcontainers;

/** That rsyslog reads all fields of what {@code wishbone.output.syslog} sends. */
@Testcontainers(disabledWithoutDocker = true)
class SyslogOutputContainerIT {
    private static final Map<String, Object> FIELDS = Map.of(
            "facility", "local3", "severity", "err", "hostname", "our-host", "app_name", "relay", "proc_id", "7");

    private static Actor output(Map<String, Object> given) {
        Map<String, Object> all = new HashMap<>(FIELDS);
        all.putAll(given);
        return ServiceLoader.load(ModuleCatalog.class).stream()
                .flatMap(catalog -> catalog.get().moduleTypes().stream())
                .filter(type -> type.name().equals("wishbone.output.syslog"))
                .findFirst()
                .orElseThrow()
                .create("send", all);
    }

    private static void send(String text, Map<String, Object> given) {
        try (Router router = Router.create()) {
            router.registerModule(
                    "text",
                    new Generator(
                            GeneratorConfig.builder().payload(text).count(1).build()));
            router.registerModule("send", output(given));
            router.connect("text.outbox", "send.inbox");
            router.start();
            await().until(() -> router.ledger().module("send").absorbed() == 1);
        }
    }

    @Test
    void isReadByRsyslog(@TempDir Path directory) throws Exception {
        int port = SyslogDaemon.freePort();
        String endpoint = "127.0.0.1:" + port;
        try (SyslogDaemon daemon = SyslogDaemon.rsyslogReading(port, directory)) {
            send("by udp", Map.of("transport", "udp", "endpoints", endpoint));
            send("old by udp", Map.of("transport", "udp", "endpoints", endpoint, "format", "rfc3164"));
            send("by tcp", Map.of("transport", "tcp", "endpoints", endpoint));
            send("old by tcp", Map.of("transport", "tcp", "endpoints", endpoint, "format", "rfc3164"));
            send("by the socket", Map.of("path", directory.resolve("log").toString()));

            await().atMost(SyslogDaemon.PATIENCE)
                    .untilAsserted(() -> assertThat(messages(daemon))
                            .containsExactlyInAnyOrder(
                                    "local3.err our-host relay 7 by udp",
                                    "local3.err our-host relay 7 old by udp",
                                    "local3.err our-host relay 7 by tcp",
                                    "local3.err our-host relay 7 old by tcp",
                                    "local3.err local-host relay 7 by the socket"));
        }
    }

    /** With the space that rsyslog keeps between a tag and its message, and without what it says itself. */
    private static List<String> messages(SyslogDaemon daemon) throws Exception {
        return daemon.received().stream()
                .filter(line -> !line.contains(" rsyslogd "))
                .map(line -> line.replaceAll(" +", " "))
                .toList();
    }
}
