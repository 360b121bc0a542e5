package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ServiceManagerTest {
    @TempDir
    private Path directory;

    @Test
    void tellsHowTheServerIs() {
        String path = directory.resolve("notify").toString();
        try (NotifySocket socket = new NotifySocket(path)) {
            ServiceManager manager = ServiceManager.of(path);
            manager.ready("running\nwell");
            manager.reloading();
            manager.stopping(Duration.ofMillis(1500));

            await().until(() -> socket.notices().size() == 3);
            assertThat(socket.notices().get(0)).isEqualTo("READY=1\nSTATUS=running well");
            assertThat(socket.notices().get(1)).matches("RELOADING=1\nMONOTONIC_USEC=\\d+\nSTATUS=reloading");
            assertThat(socket.notices().get(2)).isEqualTo("STOPPING=1\nEXTEND_TIMEOUT_USEC=1500000\nSTATUS=stopping");
        }
    }

    @Test
    void knowsAbstractSockets() {
        String name = "wishbone-" + UUID.randomUUID();
        try (NotifySocket socket = new NotifySocket("\0" + name)) {
            ServiceManager.of("@" + name).ready("running");

            await().until(() -> socket.notices().contains("READY=1\nSTATUS=running"));
        }
    }

    @Test
    void goesOnWhereNobodyListens() {
        ServiceManager manager = ServiceManager.of(directory.resolve("none").toString());

        assertThatCode(() -> manager.ready("running")).doesNotThrowAnyException();
    }

    @Test
    void tellsNobodyWhereThereIsNoSocket() {
        assertThatCode(() -> ServiceManager.of("").ready("running")).doesNotThrowAnyException();
    }
}
