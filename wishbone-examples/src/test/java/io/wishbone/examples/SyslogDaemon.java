package io.wishbone.examples;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;

/** A syslog daemon in a container on the host's network, so that it reaches a listener on 127.0.0.1. */
final class SyslogDaemon implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String SENT = "/tmp/messages.log";

    private static final String CONFIGURATION = "/etc/wishbone.conf";
    private static final String RECEIVED = "/tmp/received.log";
    private static final ImageFromDockerfile RSYSLOG =
            DebianImage.of("rsyslog", "rsyslog", "rsyslogd", "-n", "-f", CONFIGURATION, "-i", "/tmp/rsyslogd.pid");
    static final ImageFromDockerfile SYSLOG_NG = DebianImage.of(
            "syslog-ng-core",
            "syslog-ng-core",
            "sh",
            "-c",
            "exec syslog-ng -F --no-caps -f " + CONFIGURATION + " -R /tmp/state -c /tmp/control -p /tmp/pid");

    private final GenericContainer<?> container;

    private SyslogDaemon(ImageFromDockerfile image, String configuration) {
        container = new GenericContainer<>(image)
                .withNetworkMode("host")
                // For a receive buffer that outlasts a moment in which the machine is busy elsewhere.
                .withCreateContainerCmdModifier(
                        create -> requireNonNull(create.getHostConfig()).withCapAdd(Capability.NET_ADMIN))
                .withCopyToContainer(Transferable.of(configuration), CONFIGURATION)
                .withStartupTimeout(PATIENCE);
    }

    /** An rsyslog that sends each line of {@link #SENT} as it is. */
    static SyslogDaemon rsyslogSending(String protocol, int port, byte[] lines) {
        SyslogDaemon daemon = new SyslogDaemon(RSYSLOG, """
                module(load="imfile")
                template(name="plain" type="string" string="%%msg%%")
                input(type="imfile" File="%s" Tag="it")
                action(type="omfwd" Target="127.0.0.1" Port="%d" Protocol="%s" TCP_Framing="traditional"
                       UDP.SendDelay="50" Template="plain" action.resumeRetryCount="-1" action.resumeInterval="1")
                """.formatted(SENT, port, protocol));
        daemon.container.withCopyToContainer(Transferable.of(lines), SENT);
        daemon.container.start();
        return daemon;
    }

    /** An rsyslog that writes down what comes by TCP and by UDP. */
    static SyslogDaemon rsyslogReceiving(int port) {
        return receiving(RSYSLOG, port, """
                module(load="imtcp")
                module(load="imudp")
                template(name="plain" type="string" string="%%rawmsg%%\\n")
                input(type="imudp" Address="127.0.0.1" Port="%1$d" RcvBufSize="8m")
                input(type="imtcp" Address="127.0.0.1" Port="%1$d")
                action(type="omfile" File="%2$s" Template="plain" asyncWriting="off")
                """);
    }

    /**
     * An rsyslog that writes down what it reads in what comes by TCP, by UDP and by the socket {@code log} of a
     * directory.
     */
    static SyslogDaemon rsyslogReading(int port, Path directory) {
        SyslogDaemon daemon = new SyslogDaemon(RSYSLOG, """
                module(load="imtcp")
                module(load="imudp")
                module(load="imuxsock" SysSock.Use="off")
                template(name="fields" type="string" string="%%syslogfacility-text%%.%%syslogseverity-text%% %%hostname%% %%app-name%% %%procid%% %%msg%%\\n")
                input(type="imudp" Address="127.0.0.1" Port="%1$d")
                input(type="imtcp" Address="127.0.0.1" Port="%1$d")
                input(type="imuxsock" Socket="%3$s/log" HostName="local-host")
                action(type="omfile" File="%2$s" Template="fields" asyncWriting="off")
                """.formatted(port, RECEIVED, directory));
        // Testcontainers' own method would first try the mount in an image that may be out of reach.
        daemon.container.withCreateContainerCmdModifier(
                create -> requireNonNull(create.getHostConfig()).withBinds(Bind.parse(directory + ":" + directory)));
        daemon.container.start();
        awaitListening(port);
        return daemon;
    }

    /** A syslog-ng that writes down what comes by TCP. */
    static SyslogDaemon syslogNgReceiving(int port) {
        return receiving(SYSLOG_NG, port, """
                @version: 3.38
                source tcp { network(ip("127.0.0.1") port(%1$d) transport("tcp") flags(no-parse)); };
                destination written { file("%2$s" template("${MESSAGE}\\n")); };
                log { source(tcp); destination(written); flags(flow-control); };
                """);
    }

    private static SyslogDaemon receiving(ImageFromDockerfile image, int port, String configuration) {
        SyslogDaemon daemon = new SyslogDaemon(image, configuration.formatted(port, RECEIVED));
        daemon.container.start();
        awaitListening(port);
        return daemon;
    }

    private static void awaitListening(int port) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return probe.isConnected();
            }
        });
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    boolean isRunning() {
        return container.isRunning();
    }

    /** What it has written down. */
    List<String> received() throws IOException, InterruptedException {
        return container.execInContainer("cat", RECEIVED).getStdout().lines().toList();
    }

    @Override
    public void close() {
        container.close();
    }
}
