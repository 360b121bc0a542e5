package io.wishbone.netty.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What was read from the files of a configuration. <em>Immutable.</em>
 *
 * @param identities who we are, in the order of the configuration; may be empty
 * @param roots whom we trust; empty if no file says so
 */
record Material(List<Identity> identities, List<X509Certificate> roots) {
    /** @throws TlsException if a file cannot be used */
    static Material read(TlsConfig config, TlsFiles files) {
        List<Identity> identities = new ArrayList<>();
        for (TlsCertificate certificate : config.certificates()) {
            identities.add(Identity.read(certificate, files));
        }
        Path keystore = config.keystore();
        if (keystore != null) {
            identities.addAll(readKeystore(keystore, files.bytes("keystore", keystore), config.keystorePassword()));
        }
        Path ca = config.ca();
        List<X509Certificate> roots =
                ca == null || !config.verify() ? List.of() : Certificates.read("ca", ca, files.bytes("ca", ca));
        return new Material(identities, roots);
    }

    private static List<Identity> readKeystore(Path path, byte[] file, @Nullable String password) {
        char[] secret = password == null ? new char[0] : password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), secret);
            List<Identity> identities = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    identities.add(identityOf(path, store, alias, secret));
                }
            }
            if (identities.isEmpty()) {
                throw new TlsException("no private key in the keystore " + path
                        + (password == null ? ", or it wants a password" : "")
                        + " (expected: a PKCS#12 file with a key and its certificates)");
            }
            return identities;
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(path, password, e);
        }
    }

    private static Identity identityOf(Path path, KeyStore store, String alias, char[] secret)
            throws GeneralSecurityException {
        Key key = store.getKey(alias, secret);
        Certificate[] chain = store.getCertificateChain(alias);
        if (!(key instanceof PrivateKey privateKey) || chain == null || chain.length == 0) {
            throw new TlsException("entry \"" + alias + "\" of the keystore " + path
                    + " has no private key with a certificate (expected: both)");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate certificate : chain) {
            certificates.add((X509Certificate) certificate);
        }
        return new Identity(path, privateKey, certificates);
    }

    private static TlsException unreadable(Path path, @Nullable String password, Exception e) {
        boolean isWrongPassword =
                e instanceof UnrecoverableKeyException || e.getCause() instanceof UnrecoverableKeyException;
        if (isWrongPassword) {
            return new TlsException(
                    password == null
                            ? "the keystore " + path + " wants a password (expected: keystore_password)"
                            : "the keystore " + path + " cannot be opened: wrong password in keystore_password",
                    e);
        }
        return new TlsException(
                "the keystore " + path + " cannot be read: " + e.getMessage() + " (expected: a PKCS#12 file)", e);
    }

    /** Warns of our own certificates that are out of date: peers will refuse them. */
    void warnOfDates(Logger log) {
        Instant now = Instant.now();
        for (Identity identity : identities) {
            X509Certificate certificate = identity.certificate();
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                log.warn(
                        "the certificate {} expired on {}; peers that verify it will refuse it",
                        identity,
                        certificate.getNotAfter().toInstant());
            } else if (now.isBefore(certificate.getNotBefore().toInstant())) {
                log.warn(
                        "the certificate {} is valid only from {} on; peers that verify it will refuse it",
                        identity,
                        certificate.getNotBefore().toInstant());
            }
        }
    }
}
