package io.wishbone.netty.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a network module speaks TLS, as a server or as a client. <em>Immutable.</em> No file is looked at before
 * {@link ServerTls#create} or {@link ClientTls#create}.
 *
 * @param certificates who we are; a server needs one, and chooses among several by the name that a client asks for, the
 *     first one being that of all other names; a client may have one, which it presents if asked; default none
 * @param keystore a PKCS#12 file with keys and their certificates, instead of {@code certificates}; default null
 * @param keystorePassword what the keystore is encrypted with; default null
 * @param ca a PEM file with the certificates of the authorities that we trust; null, the default, is those of the JVM
 *     for a client, and none for a server
 * @param clientAuth whether a server asks for certificates, which needs {@code ca}; default {@link TlsClientAuth#NONE}
 * @param serverName the name that a client asks for and expects in the server's certificate; null, the default, is the
 *     host of the endpoint
 * @param verify whether a client checks the server's certificate and its name; default true. Without it anybody between
 *     may read and change everything
 * @param versions the versions to offer, at least one; default both
 * @param alpn names of application protocols to negotiate, most wanted first (RFC 7301), 1 to 255 bytes each; default
 *     none
 * @param ciphers names of cipher suites as Java has them; empty, the default, is those that Netty recommends
 * @param provider what implements TLS; default {@link TlsProvider#AUTO}
 * @param reloadInterval how often the files are looked at; zero is never; default 10 s
 */
public record TlsConfig(
        List<TlsCertificate> certificates,
        @Nullable Path keystore,
        @Nullable String keystorePassword,
        @Nullable Path ca,
        TlsClientAuth clientAuth,
        @Nullable String serverName,
        boolean verify,
        Set<TlsVersion> versions,
        List<String> alpn,
        List<String> ciphers,
        TlsProvider provider,
        Duration reloadInterval) {
    private static final int LONGEST_PROTOCOL = 255;

    public TlsConfig {
        certificates = List.copyOf(certificates);
        versions = Set.copyOf(versions);
        alpn = List.copyOf(alpn);
        ciphers = List.copyOf(ciphers);
        if (keystore != null && !certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "keystore: " + keystore + " (expected: a keystore or certificates, not" + " both)");
        }
        if (keystore == null && keystorePassword != null) {
            throw new IllegalArgumentException("keystorePassword: given (expected: none without a keystore)");
        }
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("versions: none (expected: TLSv1.2, TLSv1.3 or both)");
        }
        for (String name : alpn) {
            int bytes = name.getBytes(StandardCharsets.UTF_8).length;
            if (bytes < 1 || bytes > LONGEST_PROTOCOL) {
                throw new IllegalArgumentException("alpn: \"" + name + "\" (expected: names of 1 to 255 bytes)");
            }
        }
        if (serverName != null && (serverName.isEmpty() || serverName.chars().anyMatch(Character::isWhitespace))) {
            throw new IllegalArgumentException("serverName: \"" + serverName + "\" (expected: a name or an address)");
        }
        if (reloadInterval.isNegative()) {
            throw new IllegalArgumentException("reloadInterval: " + reloadInterval + " (expected: 0, never, or more)");
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The same configuration, if a server can use it.
     *
     * @throws IllegalArgumentException if there is no certificate, nobody to trust with clients' certificates, or a
     *     setting of clients
     */
    public TlsConfig requireServer() {
        if (!hasIdentity()) {
            throw new IllegalArgumentException(
                    "certificate: none (expected: a server has a certificate and its key, or" + " a keystore)");
        }
        if (clientAuth != TlsClientAuth.NONE && ca == null) {
            throw new IllegalArgumentException("ca: none (expected: a PEM file of the authorities that sign clients'"
                    + " certificates, since client auth is not NONE)");
        }
        if (clientAuth == TlsClientAuth.NONE && ca != null) {
            throw new IllegalArgumentException("ca: " + ca + " (expected: none for a server whose client auth is NONE,"
                    + " since it asks for no certificate)");
        }
        if (serverName != null || !verify) {
            throw new IllegalArgumentException(
                    (verify ? "serverName: " + serverName : "verify: false") + " (expected: only for clients)");
        }
        return this;
    }

    /**
     * The same configuration, if a client can use it.
     *
     * @throws IllegalArgumentException if there are several certificates or a setting of servers
     */
    public TlsConfig requireClient() {
        if (certificates.size() > 1) {
            throw new IllegalArgumentException(
                    "certificates: " + certificates.size() + " (expected: a client has one or none)");
        }
        if (clientAuth != TlsClientAuth.NONE) {
            throw new IllegalArgumentException("clientAuth: " + clientAuth + " (expected: only for servers)");
        }
        return this;
    }

    /**
     * The same configuration with names of application protocols, unless it has some.
     *
     * @param names see {@link #alpn}
     */
    public TlsConfig withDefaultAlpn(List<String> names) {
        return new TlsConfig(
                certificates,
                keystore,
                keystorePassword,
                ca,
                clientAuth,
                serverName,
                verify,
                versions,
                alpn.isEmpty() ? names : alpn,
                ciphers,
                provider,
                reloadInterval);
    }

    boolean hasIdentity() {
        return keystore != null || !certificates.isEmpty();
    }

    /** All files, so that they can be looked at. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (TlsCertificate certificate : certificates) {
            files.add(certificate.certificate());
            files.add(certificate.key());
        }
        if (keystore != null) {
            files.add(keystore);
        }
        if (ca != null && verify) {
            files.add(ca);
        }
        return files.stream().distinct().toList();
    }

    String[] protocols() {
        return versions.stream().sorted().map(TlsVersion::protocol).toArray(String[]::new);
    }

    /** Leaves passwords out. */
    @Override
    public String toString() {
        return "TLS of " + (keystore == null ? certificates.toString() : "keystore " + keystore) + ", ca "
                + (ca == null ? "of the JVM" : ca) + ", client auth " + clientAuth + ", server name " + serverName
                + ", verify " + verify + ", versions " + versions + ", ALPN " + alpn + ", ciphers " + ciphers
                + ", provider " + provider + ", reload interval " + reloadInterval;
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private final List<TlsCertificate> certificates = new ArrayList<>();
        private @Nullable Path keystore;
        private @Nullable String keystorePassword;
        private @Nullable Path ca;
        private TlsClientAuth clientAuth = TlsClientAuth.NONE;
        private @Nullable String serverName;
        private boolean verify = true;
        private Set<TlsVersion> versions = EnumSet.allOf(TlsVersion.class);
        private List<String> alpn = List.of();
        private List<String> ciphers = List.of();
        private TlsProvider provider = TlsProvider.AUTO;
        private Duration reloadInterval = Duration.ofSeconds(10);

        private Builder() {}

        /** Adds to {@link TlsConfig#certificates} one whose key is not encrypted. */
        public Builder certificate(Path certificate, Path key) {
            return certificate(new TlsCertificate(certificate, key, null));
        }

        /** Adds to {@link TlsConfig#certificates}. */
        public Builder certificate(TlsCertificate value) {
            this.certificates.add(value);
            return this;
        }

        /** See {@link TlsConfig#keystore} and {@link TlsConfig#keystorePassword}. */
        public Builder keystore(Path file, @Nullable String password) {
            this.keystore = file;
            this.keystorePassword = password;
            return this;
        }

        /** See {@link TlsConfig#ca}. */
        public Builder ca(Path value) {
            this.ca = value;
            return this;
        }

        /** See {@link TlsConfig#clientAuth}. */
        public Builder clientAuth(TlsClientAuth value) {
            this.clientAuth = value;
            return this;
        }

        /** See {@link TlsConfig#serverName}. */
        public Builder serverName(String value) {
            this.serverName = value;
            return this;
        }

        /** See {@link TlsConfig#verify}. */
        public Builder verify(boolean value) {
            this.verify = value;
            return this;
        }

        /** See {@link TlsConfig#versions}. */
        public Builder versions(Set<TlsVersion> value) {
            this.versions = value;
            return this;
        }

        /** See {@link TlsConfig#alpn}. */
        public Builder alpn(List<String> value) {
            this.alpn = value;
            return this;
        }

        /** See {@link TlsConfig#ciphers}. */
        public Builder ciphers(List<String> value) {
            this.ciphers = value;
            return this;
        }

        /** See {@link TlsConfig#provider}. */
        public Builder provider(TlsProvider value) {
            this.provider = value;
            return this;
        }

        /** See {@link TlsConfig#reloadInterval}. */
        public Builder reloadInterval(Duration value) {
            this.reloadInterval = value;
            return this;
        }

        /** The configuration; checks it. */
        public TlsConfig build() {
            return new TlsConfig(
                    certificates,
                    keystore,
                    keystorePassword,
                    ca,
                    clientAuth,
                    serverName,
                    verify,
                    versions,
                    alpn,
                    ciphers,
                    provider,
                    reloadInterval);
        }
    }
}
