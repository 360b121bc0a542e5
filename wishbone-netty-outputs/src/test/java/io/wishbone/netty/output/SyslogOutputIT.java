package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.netty.pkitesting.X509Bundle;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import io.wishbone.netty.pki.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what a {@code wishbone.output.syslog} sends are syslog messages. */
class SyslogOutputIT {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";
    private static final String BSD_TIME = "[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d";

    private static DatagramRig start(Map<String, Object> arguments) {
        return new DatagramRig(SyslogOutputType.TYPE.create("out", arguments));
    }

    private static Map<String, Object> with(Map<String, Object> given, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(given);
        all.putAll(more);
        return all;
    }

    @Test
    void sendsToTheSocketOfADaemonAsTheLibraryDoes(@TempDir Path directory) throws Exception {
        assumeThat(Transport.best()).isNotEqualTo(Transport.NIO);
        Path path = directory.resolve("log");
        try (EventLoops loops = EventLoops.create(Transport.best(), 1);
                UnixReceiver daemon = new UnixReceiver(loops, path, true);
                DatagramRig rig = start(
                        Map.of("path", path.toString(), "app_name", "relay", "proc_id", 7, "facility", "daemon"))) {
            rig.feed("text", "bytes".getBytes(StandardCharsets.UTF_8), Map.of("message", "map", "severity", "err"));

            await().until(() -> daemon.received().size() == 3);
            assertThat(daemon.received().get(0)).matches("<29>" + BSD_TIME + " relay\\[7\\]: text");
            assertThat(daemon.received().get(1)).matches("<29>" + BSD_TIME + " relay\\[7\\]: bytes");
            assertThat(daemon.received().get(2)).matches("<27>" + BSD_TIME + " relay\\[7\\]: map");
        }
    }

    @Test
    void sendsDatagrams() throws Exception {
        Map<String, Object> udp = Map.of("transport", "udp", "hostname", "host", "app_name", "relay", "msg_id", "ID");
        try (UdpReceiver receiver = new UdpReceiver();
                DatagramRig rig = start(with(udp, Map.of("endpoints", receiver.endpoint())))) {
            rig.feed("two\nlines");

            assertThat(receiver.text()).matches("<13>1 " + TIME + " host relay - ID - two\nlines");
            rig.awaitEnded(1);
        }
    }

    @Test
    void sendsDatagramsOfRfc3164AndCutsThem() throws Exception {
        Map<String, Object> udp = Map.of(
                "transport",
                "udp",
                "format",
                "rfc3164",
                "hostname",
                "host",
                "app_name",
                "relay",
                "max_datagram",
                40,
                "on_oversize",
                "truncate");
        try (UdpReceiver receiver = new UdpReceiver();
                DatagramRig rig = start(with(udp, Map.of("endpoints", receiver.endpoint())))) {
            rig.feed("x".repeat(50));

            assertThat(receiver.text()).hasSize(40).matches("<13>" + BSD_TIME + " host relay: x+");
        }
    }

    @Test
    void namesThisMachine() throws Exception {
        try (UdpReceiver receiver = new UdpReceiver();
                DatagramRig rig = start(Map.of("transport", "udp", "endpoints", receiver.endpoint()))) {
            rig.feed("text");

            assertThat(receiver.text()).matches("<13>1 " + TIME + " [^ -][^ ]* - - - - text");
        }
    }

    @Test
    void countsOctetsOverTcp() throws Exception {
        Map<String, Object> tcp = Map.of("transport", "tcp", "hostname", "host", "format", "rfc3164");
        try (FakePeer peer = FakePeer.reading();
                DatagramRig rig = start(with(tcp, Map.of("endpoints", peer.endpoint())))) {
            rig.feed("two\nlines", "b");

            String first = "<13>" + BSD_TIME + " host -: two\nlines";
            await().until(() -> peer.text().endsWith("b"));
            assertThat(peer.text()).matches("37 " + first + "29 <13>" + BSD_TIME + " host -: b");
            rig.awaitEnded(2);
        }
    }

    @Test
    void countsOctetsOverTls(@TempDir Path directory) throws Exception {
        TestAuthority authority = TestAuthority.create("authority");
        X509Bundle server = authority.issue("localhost", certificate -> certificate.addSanDnsName("localhost"));
        try (TlsPeer peer = TlsPeer.reading(server);
                DatagramRig rig = start(Map.of(
                        "transport",
                        "tls",
                        "hostname",
                        "host",
                        "format",
                        "rfc3164",
                        "endpoints",
                        List.of("localhost:" + peer.port()),
                        "tls",
                        Map.of("ca", authority.write(directory).toString())))) {
            rig.feed("two\nlines");

            rig.awaitEnded(1);
            await().until(() -> !peer.texts().isEmpty() && peer.texts().get(0).endsWith("lines"));
            assertThat(peer.texts().get(0)).matches("37 <13>" + BSD_TIME + " host -: two\nlines");
        }
    }
}
