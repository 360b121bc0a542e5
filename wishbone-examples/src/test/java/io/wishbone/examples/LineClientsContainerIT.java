package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.UdpInput;
import io.wishbone.netty.input.UdpInputConfig;
import io.wishbone.netty.input.UnixDatagramInput;
import io.wishbone.netty.input.UnixDatagramInputConfig;
import io.wishbone.netty.input.UnixInput;
import io.wishbone.netty.input.UnixInputConfig;
import io.wishbone.netty.tls.TlsProvider;
import io.wishbone.protocols.SyslogProtocol;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Small clients of the command line, as people try an input with: ncat, socat and logger. */
@Testcontainers(disabledWithoutDocker = true)
class LineClientsContainerIT {
    @TempDir
    private static Path directory = Path.of("");

    private static PeerTools tools;
    private static Certificates certificates;

    @BeforeAll
    static void startTools() {
        certificates = Certificates.in(directory);
        tools = PeerTools.start(directory);
    }

    @AfterAll
    static void stopTools() {
        tools.close();
    }

    private static void run(String script) {
        PeerTools.Said said = tools.run(script);
        assertThat(said.status()).as(said.text()).isZero();
    }

    @Test
    void answersASocatThatHasEndedItsSide() {
        TcpInput input = Listening.tcp(settings -> settings);
        try (Listening listening = Listening.answering(input)) {
            String endpoint = "127.0.0.1:" + input.boundAddress().getPort();

            assertThat(tools.run("printf 'hi\\nthere\\n' | socat -t5 - TCP:" + endpoint)
                            .text())
                    .isEqualTo("you said hi\nyou said there\n");
            assertThat(tools.run("printf 'hi\\n' | ncat " + endpoint.replace(':', ' '))
                            .text())
                    .isEqualTo("you said hi\n");
            assertThat(listening.events()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socat -t5 - OPENSSL:127.0.0.1:%1$d,cafile=%2$s/ca.pem,cert=%2$s/client.both",
                "ncat --ssl-verify --ssl-trustfile %2$s/ca.pem --ssl-cert %2$s/client.pem --ssl-key %2$s/client.key"
                        + " localhost %1$d"
            })
    void answersByTls(String client) {
        TcpInput input = Listening.tcp(settings ->
                settings.tls(certificates.demanding(TlsProvider.AUTO).build()));
        try (Listening listening = Listening.answering(input)) {
            String command = client.formatted(input.boundAddress().getPort(), directory);
            // Some end both sides at the end of what they read.
            String text = tools.run("(echo hi; sleep 0.5) | " + command).text();

            assertThat(text).isEqualTo("you said hi\n");
            assertThat(listening.events().get(0).header("listen", "tls_subject"))
                    .isEqualTo("CN=a client");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socat -t5 - UNIX-CONNECT:%s", "ncat -U %s"})
    void answersByAUnixSocketAndTellsWhoAsked(String client) {
        Path socket = directory.resolve("stream.sock");
        UnixInput input =
                new UnixInput(UnixInputConfig.builder().path(socket.toString()).build());
        try (Listening listening = Listening.answering(input)) {
            String text = tools.run("echo hi | " + client.formatted(socket)).text();

            assertThat(text).isEqualTo("you said hi\n");
            Event event = listening.events().get(0);
            assertThat(event.header("listen", "peer_uid")).isEqualTo(0);
            assertThat(event.header("listen", "local_path")).isEqualTo(socket.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo hi | socat -u - UDP6:[::1]:%1$d",
                "echo hi | ncat --udp --send-only ::1 %1$d",
                "printf hi | socat -u - UDP6-SENDTO:[::1]:%1$d"
            })
    void takesDatagramsByIpv6(String client) {
        UdpInput input =
                new UdpInput(UdpInputConfig.builder().port(0).address("::1").build());
        try (Listening listening = Listening.to(input)) {
            run(client.formatted(input.boundAddress().getPort()));

            Event event = listening.awaitEvents(1).get(0);
            assertThat(event.text().strip()).isEqualTo("hi");
            assertThat(event.header("listen", "remote_address")).isEqualTo("::1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rfc5424", "--rfc3164", "--rfc5424 --octet-count"})
    void takesWhatALoggerSendsByTcp(String options) {
        TcpInput input = Listening.tcp(
                settings -> settings.framing(Framing.octetCounting()).protocol(SyslogProtocol.create()));
        try (Listening listening = Listening.to(input)) {
            run("logger -n 127.0.0.1 -P " + input.boundAddress().getPort() + " -T -p auth.err -t it " + options
                    + " 'one message'");

            assertThatIsTheMessage(listening.awaitEvents(1).get(0));
        }
    }

    @Test
    void takesWhatALoggerSendsByUnixSockets() {
        Path stream = directory.resolve("log.stream");
        UnixInput streams = new UnixInput(UnixInputConfig.builder()
                .path(stream.toString())
                .framing(Framing.nullEnded())
                .protocol(SyslogProtocol.create())
                .build());
        Path datagram = directory.resolve("log.datagram");
        UnixDatagramInput datagrams = new UnixDatagramInput(UnixDatagramInputConfig.builder(datagram.toString())
                .protocol(SyslogProtocol.create())
                .build());
        try (Listening byStream = Listening.to(streams);
                Listening byDatagram = Listening.to(datagrams)) {
            run("logger -u " + datagram + " -p auth.err -t it 'one message'");
            run("logger -u " + stream + " --socket-errors=on -p auth.err -t it 'one message'");

            assertThatIsTheMessage(byDatagram.awaitEvents(1).get(0));
            assertThatIsTheMessage(byStream.awaitEvents(1).get(0));
        }
    }

    private static void assertThatIsTheMessage(Event event) {
        assertThat(event.data())
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsAllEntriesOf(
                        Map.of("facility", "auth", "severity", "err", "app_name", "it", "message", "one message"));
    }
}
