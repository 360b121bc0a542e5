package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import io.wishbone.netty.pki.TestAuthority;
import io.wishbone.netty.tls.TlsConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS behind a proxy that tells for whom it connects. */
class TcpInputProxyTlsIT {
    private static final TestAuthority AUTHORITY = TestAuthority.create("authority");
    private static final X509Bundle LOCALHOST = AUTHORITY.issue("localhost", b -> b.addSanIpAddress("127.0.0.1"));
    private static final TlsClient CLIENT = TlsClient.trusting(AUTHORITY.bundle());

    @TempDir
    private Path dir = Path.of("");

    private TlsConfig tls() {
        return TlsConfig.builder()
                .certificate(TestAuthority.write(LOCALHOST, dir, "server"))
                .build();
    }

    @Test
    void readsAHeaderOfAProxyBeforeTls() throws Exception {
        TlsConfig tls = tls();
        PeerRules rules = new PeerRules(
                AddressRanges.none(), AddressRanges.none(), 0, ProxyProtocol.REQUIRED, AddressRanges.of("127.0.0.1"));
        try (Rig rig = Rig.start(config -> config.tls(tls).peers(rules))) {
            Peer proxied = rig.connect().send("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n");
            rig.keep(new Peer(CLIENT.secure(proxied.socket()))).send("hello\n");
            assertThat(rig.firstHeader())
                    .containsEntry("remote_address", "192.0.2.1")
                    .containsKey("tls_version");

            assertThatThrownBy(() -> rig.connect(CLIENT)).isInstanceOf(IOException.class);
            rig.awaitLog("it sent no header of a proxy, and proxy_protocol is required");
        }
    }

    @Test
    void takesNoHeaderOfAProxyWithinTls() throws Exception {
        TlsConfig tls = tls();
        PeerRules rules = new PeerRules(
                AddressRanges.none(), AddressRanges.none(), 0, ProxyProtocol.OPTIONAL, AddressRanges.of("127.0.0.1"));
        try (Rig rig = Rig.start(config -> config.tls(tls).peers(rules))) {
            rig.connect(CLIENT).send("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n");

            assertThat(rig.firstHeader()).containsEntry("remote_address", "127.0.0.1");
            assertThat(rig.collector.lines()).containsExactly("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443");
        }
    }
}
