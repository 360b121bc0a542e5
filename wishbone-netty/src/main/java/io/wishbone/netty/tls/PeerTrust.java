package io.wishbone.netty.tls;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Checks peers' certificates as the JDK does, and says in plain words what is wrong with one. <em>Thread-safe.</em> */
final class PeerTrust extends X509ExtendedTrustManager {
    // X509_V_ERR_CERT_NOT_YET_VALID and so on, as x509_vfy.h numbers them.
    private static final int OPENSSL_NOT_YET_VALID = 9;
    private static final int OPENSSL_EXPIRED = 10;
    private static final int OPENSSL_UNKNOWN_ISSUER = 20;
    private static final int OPENSSL_REJECTED = 28;

    private final X509ExtendedTrustManager jdk;

    private PeerTrust(X509ExtendedTrustManager jdk) {
        this.jdk = jdk;
    }

    /** @param roots whom to trust; empty for the authorities that the JVM trusts */
    static PeerTrust in(List<X509Certificate> roots) {
        try {
            KeyStore store = null;
            if (!roots.isEmpty()) {
                store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                for (X509Certificate root : roots) {
                    store.setCertificateEntry("root-" + store.size(), root);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager found) {
                    return new PeerTrust(found);
                }
            }
            throw new TlsException("this JVM has no trust manager for X.509 (expected: one)");
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("the roots that are trusted cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        try {
            jdk.checkServerTrusted(chain, type, engine);
        } catch (CertificateException e) {
            throw refuse("the server's certificate", chain, e, engine, engine.getPeerHost());
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        try {
            jdk.checkClientTrusted(chain, type, engine);
        } catch (CertificateException e) {
            throw refuse("the client's certificate", chain, e, engine, null);
        }
    }

    private static CertificateException refuse(
            String what,
            X509Certificate[] chain,
            CertificateException e,
            SSLEngine engine,
            @Nullable String wantedHost) {
        CertificateException refused = new RefusedCertificateException(reason(what, chain, e, wantedHost), e);
        if (!(engine instanceof ReferenceCountedOpenSslEngine)) {
            return refused;
        }
        // Without its code OpenSSL would tell the peer of an internal error.
        return new OpenSslCertificateException(refused.getMessage(), refused, codeOf(chain, e));
    }

    private static int codeOf(X509Certificate[] chain, CertificateException e) {
        for (X509Certificate certificate : chain) {
            Instant now = Instant.now();
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                return OPENSSL_EXPIRED;
            }
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                return OPENSSL_NOT_YET_VALID;
            }
        }
        return isUntrusted(e) ? OPENSSL_UNKNOWN_ISSUER : OPENSSL_REJECTED;
    }

    private static String reason(
            String what, X509Certificate[] chain, CertificateException e, @Nullable String wantedHost) {
        X509Certificate first = chain[0];
        for (X509Certificate certificate : chain) {
            Instant now = Instant.now();
            String whose = certificate.equals(first) ? what : what + " has an authority in its chain that";
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                return whose + " expired on " + certificate.getNotAfter().toInstant() + " (" + subject(certificate)
                        + "; expected: a renewed certificate there)";
            }
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                return whose + " is valid only from "
                        + certificate.getNotBefore().toInstant() + " on (" + subject(certificate)
                        + "; expected: clocks that are right on both sides)";
            }
        }
        if (isUntrusted(e)) {
            return what + " is not trusted: " + Certificates.describe(first)
                    + " (expected: ca, a PEM file with the certificate of the authority that signed it"
                    + (first.getSubjectX500Principal().equals(first.getIssuerX500Principal())
                            ? ", here its own)"
                            : ")");
        }
        if (wantedHost != null && isWrongName(e)) {
            List<String> names = Certificates.names(first);
            return what + " is not for \"" + wantedHost + "\" but for "
                    + (names.isEmpty() ? "no name at all" : String.join(", ", names)) + " (" + subject(first)
                    + "; expected: server_name, if one of these is right, or a certificate for \"" + wantedHost + "\")";
        }
        return what + " is refused: " + e.getMessage() + " (" + subject(first) + ")";
    }

    private static boolean isUntrusted(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    /** As the JDK says it; it has no type for this. */
    private static boolean isWrongName(CertificateException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No name matching")
                || message.contains("No subject alternative")
                || message.contains("Illegal given domain name");
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jdk.getAcceptedIssuers();
    }

    // ---- without an engine; Netty always has one ----

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        jdk.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        jdk.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        jdk.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        jdk.checkClientTrusted(chain, type);
    }
}
