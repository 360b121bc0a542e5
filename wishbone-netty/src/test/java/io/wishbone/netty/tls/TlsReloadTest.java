package io.wishbone.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.wishbone.netty.pki.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What becomes of files that change while they are in use. */
class TlsReloadTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create("authority");

    @TempDir
    private Path dir = Path.of("");

    private final Logger logger = (Logger) LoggerFactory.getLogger("tls-reload-test");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private @Nullable ServerTls server;
    private @Nullable ClientTls client;
    private @Nullable TlsPeers peers;

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
        logger.setAdditive(false);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        if (peers != null) {
            peers.close();
        }
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private void install(String organisation) {
        swap(organisation, true, true);
    }

    /** Replaces the certificate of localhost, or its key, or both, by those of another organisation. */
    private void swap(String organisation, boolean certificate, boolean key) {
        TlsCertificate made = TestAuthority.write(
                AUTHORITY.issue("localhost, O=" + organisation, b -> b.addSanDnsName("localhost")), dir, organisation);
        swap(made, certificate, key);
    }

    private void swap(TlsCertificate made, boolean certificate, boolean key) {
        try {
            if (certificate) {
                Files.copy(made.certificate(), dir.resolve("tls.pem"), StandardCopyOption.REPLACE_EXISTING);
            }
            if (key) {
                Files.copy(made.key(), dir.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ServerTls serve(TlsProvider provider) {
        ServerTls made = ServerTls.create(
                TlsConfig.builder()
                        .certificate(dir.resolve("tls.pem"), dir.resolve("tls.key"))
                        .provider(provider)
                        .build(),
                logger);
        server = made;
        peers = new TlsPeers(made);
        client = ClientTls.create(
                TlsConfig.builder().ca(AUTHORITY.write(dir)).provider(provider).build(), logger);
        return made;
    }

    private Channel connect() throws Exception {
        return peers().connect(Objects.requireNonNull(client, "client"), "localhost")
                .get();
    }

    private TlsPeers peers() {
        return Objects.requireNonNull(peers, "peers");
    }

    /** The organisation in the certificate that the server shows to a new client. */
    private String shown() throws Exception {
        return String.valueOf(peers().session(connect()).peer());
    }

    private List<String> warnings() {
        return logged.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(event -> event.getFormattedMessage().replace(dir.toString(), "DIR"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void newConnectionsSeeTheNewCertificateAndOldOnesLiveOn(TlsProvider provider) throws Exception {
        install("one");
        ServerTls tls = serve(provider);
        Channel old = connect();
        assertThat(tls.reloadIfChanged()).isFalse();

        install("two");

        assertThat(tls.reloadIfChanged()).isTrue();
        assertThat(tls.reloadIfChanged()).isFalse();
        assertThat(shown()).isEqualTo("CN=localhost,O=two");
        assertThat(peers().session(old).peer()).isEqualTo("CN=localhost,O=one");
        old.writeAndFlush(Unpooled.copiedBuffer("still there", StandardCharsets.US_ASCII))
                .sync();
        assertThat(old.isActive()).isTrue();
        assertThat(warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void badFilesKeepTheOldOnesAndAreToldOnce(TlsProvider provider) throws Exception {
        install("one");
        ServerTls tls = serve(provider);

        TestAuthority.write(dir.resolve("tls.key"), "nonsense");

        assertThat(tls.reloadIfChanged()).isFalse();
        assertThat(tls.reloadIfChanged()).isFalse();
        assertThat(shown()).isEqualTo("CN=localhost,O=one");
        assertThat(warnings())
                .containsExactly(
                        "files of TLS have changed and cannot be used; the earlier ones stay in use: no private"
                                + " key in DIR/tls.key (expected: a PEM file with a block that begins with"
                                + " -----BEGIN PRIVATE KEY-----)");

        Files.delete(dir.resolve("tls.key"));

        assertThat(tls.reloadIfChanged()).isFalse();
        assertThat(tls.reloadIfChanged()).isFalse();
        assertThat(warnings()).hasSize(2);
        assertThat(warnings().get(1)).contains("cannot read the private key DIR/tls.key: it does not exist");
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void halfAChangeHealsWhenTheOtherHalfComes(TlsProvider provider) throws Exception {
        install("one");
        ServerTls tls = serve(provider);
        TlsCertificate next =
                TestAuthority.write(AUTHORITY.issue("localhost, O=two", b -> b.addSanDnsName("localhost")), dir, "two");

        swap(next, true, false);

        assertThat(tls.reloadIfChanged()).isFalse();
        assertThat(shown()).isEqualTo("CN=localhost,O=one");
        assertThat(warnings()).hasSize(1);
        assertThat(warnings().get(0)).contains("DIR/tls.key does not belong to the certificate DIR/tls.pem");

        swap(next, false, true);

        assertThat(tls.reloadIfChanged()).isTrue();
        assertThat(shown()).isEqualTo("CN=localhost,O=two");
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void anExpiredCertificateIsUsedWithAWarning(TlsProvider provider) {
        Instant end = Instant.parse("2024-05-06T07:08:09Z");
        swap(
                TestAuthority.write(
                        AUTHORITY.issue(
                                "localhost",
                                b -> b.notBefore(end.minus(Duration.ofDays(1))).notAfter(end)),
                        dir,
                        "old"),
                true,
                true);

        serve(provider);

        assertThat(warnings())
                .containsExactly(
                        "the certificate DIR/tls.pem (CN=localhost) expired on 2024-05-06T07:08:09Z; peers that"
                                + " verify it will refuse it");
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void looksAtNothingOnceClosed(TlsProvider provider) {
        install("one");
        ServerTls tls = serve(provider);
        tls.close();
        install("two");

        assertThat(tls.reloadIfChanged()).isFalse();
    }
}
