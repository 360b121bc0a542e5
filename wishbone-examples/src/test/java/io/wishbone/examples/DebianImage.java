package io.wishbone.examples;

import org.testcontainers.images.builder.ImageFromDockerfile;

/** Images with packages of Debian, made where the tests run. */
final class DebianImage {
    private DebianImage() {}

    /** One that is made once and then kept. */
    static ImageFromDockerfile of(String name, String debianPackages, String... command) {
        return new ImageFromDockerfile("wishbone-it/" + name, false)
                .withDockerfileFromBuilder(docker -> docker.from("debian:bookworm-slim")
                        .run("apt-get update && apt-get install -y --no-install-recommends " + debianPackages
                                + " && rm -rf /var/lib/apt/lists/*")
                        .cmd(command)
                        .build())
                // apt needs a network that works without the engine's own.
                .withBuildImageCmdModifier(build -> build.withNetworkMode("host"));
    }
}
