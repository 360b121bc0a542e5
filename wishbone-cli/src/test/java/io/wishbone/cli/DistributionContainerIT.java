package io.wishbone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Makes the distribution's image and runs a server in it. */
@Testcontainers(disabledWithoutDocker = true)
class DistributionContainerIT {
    private static final String NAME = "wishbone-" + Version.ofWishbone();

    @TempDir
    Path directory;

    @Test
    void runsAServerUntilItIsStopped() throws Exception {
        Path archive = Path.of("target", NAME + ".tar.gz").toAbsolutePath();
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString())
                .directory(directory.toFile())
                .start();
        assertThat(tar.waitFor()).isZero();
        Path home = directory.resolve(NAME);
        // apt needs a network that works without the engine's own.
        ImageFromDockerfile image = new ImageFromDockerfile()
                .withFileFromPath(".", home)
                .withFileFromString("Dockerfile", Files.readString(home.resolve("docker/Dockerfile")))
                .withBuildImageCmdModifier(build -> build.withNetworkMode("host"));
        try (GenericContainer<?> container = new GenericContainer<>(image)
                .withCopyToContainer(
                        Transferable.of("modules: {idle: {module: output.null}}"), "/etc/wishbone/idle.yaml")
                .waitingFor(Wait.forLogMessage(".* started, pid 1\\n", 1))) {
            container.start();
            assertThat(container.execInContainer("id", "-un").getStdout()).isEqualTo("wishbone\n");

            container
                    .getDockerClient()
                    .stopContainerCmd(container.getContainerId())
                    .withTimeout(60)
                    .exec();

            assertThat(container.getCurrentContainerInfo().getState().getExitCodeLong())
                    .isZero();
            assertThat(container.getLogs()).contains("SIGTERM: stopping", "nothing left");
        }
    }

    /** What can be known of a unit where systemd is no init: its settings are known, and it is well closed off. */
    @Test
    void hasAUnitThatSystemdUnderstands() throws Exception {
        ImageFromDockerfile image = new ImageFromDockerfile("wishbone-it/systemd", false)
                .withFileFromString("Dockerfile", """
                        FROM debian:bookworm-slim
                        RUN apt-get update && apt-get install -y --no-install-recommends systemd procps \\
                            && rm -rf /var/lib/apt/lists/*
                        RUN useradd --system wishbone && install -D /bin/true /opt/wishbone/bin/wishbone
                        CMD ["sleep", "600"]
                        """)
                .withBuildImageCmdModifier(build -> build.withNetworkMode("host"));
        String unit = Files.readString(Path.of("src/main/distribution/systemd/wishbone.service"));
        try (GenericContainer<?> container = new GenericContainer<>(image)
                .withCopyToContainer(Transferable.of(unit), "/etc/systemd/system/wishbone.service")) {
            container.start();
            ExecResult verified = container.execInContainer("systemd-analyze", "verify", "wishbone.service");
            assertThat(verified.getStderr()).isEmpty();
            assertThat(verified.getExitCode()).isZero();

            ExecResult exposure = container.execInContainer(
                    "systemd-analyze",
                    "security",
                    "--offline=true",
                    "--threshold=20",
                    "--no-pager",
                    "wishbone.service");
            assertThat(exposure.getExitCode()).as(exposure.getStdout()).isZero();
        }
    }
}
