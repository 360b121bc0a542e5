package io.wishbone.examples;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Bind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * Programs of others in a container on the host's network, so that they reach listeners on 127.0.0.1 and are reached
 * there. They see one directory of the host, at its own path.
 */
final class PeerTools implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final ImageFromDockerfile TOOLS = DebianImage.of(
            "peers",
            "bsdutils curl haproxy libnginx-mod-stream ncat nghttp2-client nginx-light openssl rsyslog rsyslog-gnutls"
                    + " slowhttptest socat stunnel4 testssl.sh wrk");

    private final GenericContainer<?> container;
    private final Path shared;
    private int started;

    private PeerTools(ImageFromDockerfile image, Path shared) {
        this.shared = shared;
        container = new GenericContainer<>(image)
                .withNetworkMode("host")
                .withCommand("tail", "-f", "/dev/null")
                // Testcontainers' own method would first try the mount in an image that may be out of reach.
                .withCreateContainerCmdModifier(
                        create -> requireNonNull(create.getHostConfig()).withBinds(Bind.parse(shared + ":" + shared)))
                .withStartupTimeout(PATIENCE);
        container.start();
    }

    /** Fronts, clients, servers and scanners. */
    static PeerTools start(Path shared) {
        return new PeerTools(TOOLS, shared);
    }

    /** A syslog-ng, which cannot be installed beside an rsyslog. */
    static PeerTools withSyslogNg(Path shared) {
        return new PeerTools(SyslogDaemon.SYSLOG_NG, shared);
    }

    /**
     * What a program did.
     *
     * @param status its exit status
     * @param text what it wrote to its standard output and, after it, to its standard error
     */
    record Said(int status, String text) {}

    /** Runs lines of shell until they end, for 30 seconds at most. */
    Said run(String script) {
        return inContainer("timeout", "30", "sh", "-c", script);
    }

    private Said inContainer(String... command) {
        try {
            ExecResult result = container.execInContainer(command);
            return new Said(result.getExitCode(), result.getStdout() + result.getStderr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Starts a program that goes on, and waits until it listens on a port of 127.0.0.1. */
    Running start(String command, int listensOn) {
        Running running = start(command);
        await().atMost(PATIENCE)
                .conditionEvaluationListener(state -> {
                    if (!state.isSatisfied() && state.getRemainingTimeInMS() < 1000) {
                        throw new IllegalStateException(command + " does not listen: " + running.said());
                    }
                })
                .until(() -> isListening(listensOn));
        return running;
    }

    /** Starts a program that goes on. */
    Running start(String command) {
        String log = "/tmp/said." + started++;
        Said pid = inContainer("sh", "-c", "setsid " + command + " >" + log + " 2>&1 </dev/null & echo $!");
        return new Running(pid.text().strip(), log);
    }

    /** Looks at the kernel's table, since a connection would be seen by what is tested. */
    private static boolean isListening(int port) throws IOException {
        String listening = "0100007F:%04X 00000000:0000 0A".formatted(port);
        List<String> sockets = Files.readAllLines(Path.of("/proc/net/tcp"));
        return sockets.stream().anyMatch(line -> line.contains(listening));
    }

    /** Writes a file that the programs see. */
    Path write(String name, String text) {
        try {
            return Files.writeString(shared.resolve(name), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program that goes on until it is closed. */
    final class Running implements AutoCloseable {
        private final String pid;
        private final String log;

        private Running(String pid, String log) {
            this.pid = pid;
            this.log = log;
        }

        /** What it has written so far. */
        String said() {
            return inContainer("cat", log).text();
        }

        /** Sends it a signal, such as HUP. */
        void signal(String name) {
            inContainer("sh", "-c", "kill -" + name + " " + pid);
        }

        /** Ends it, and what it has started, by a signal; waits until it is gone. */
        void end(String signal) {
            inContainer("sh", "-c", "kill -" + signal + " -" + pid);
            // One that nobody has waited for is a zombie, and as good as gone.
            await().atMost(PATIENCE)
                    .until(() -> run("grep -s '^State:.[^Z]' /proc/" + pid + "/status")
                            .text()
                            .isEmpty());
        }

        @Override
        public void close() {
            inContainer("sh", "-c", "kill -- -" + pid);
        }
    }

    @Override
    public void close() {
        container.close();
    }
}
