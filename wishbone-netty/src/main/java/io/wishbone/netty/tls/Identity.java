package io.wishbone.netty.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A private key and the certificates for it. <em>Immutable.</em>
 *
 * @param source the file of the certificate
 * @param key the private key
 * @param chain its certificate, then those of the authorities
 */
record Identity(Path source, PrivateKey key, List<X509Certificate> chain) {
    static Identity read(TlsCertificate files, TlsFiles contents) {
        List<X509Certificate> chain = Certificates.read(
                "certificate", files.certificate(), contents.bytes("certificate", files.certificate()));
        PrivateKey key = PrivateKeys.read(files.key(), contents.bytes("private key", files.key()), files.keyPassword());
        if (!fits(key, chain.get(0).getPublicKey())) {
            throw new TlsException("the private key " + files.key() + " does not belong to the certificate "
                    + files.certificate() + " of "
                    + chain.get(0).getSubjectX500Principal().getName()
                    + " (expected: the key that the certificate was made for; the first certificate in the file is the"
                    + " one that counts)");
        }
        return new Identity(files.certificate(), key, chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    private static boolean fits(PrivateKey key, PublicKey certified) {
        if (key instanceof RSAKey one && certified instanceof RSAKey other) {
            return one.getModulus().equals(other.getModulus());
        }
        String algorithm = signatureOf(certified.getAlgorithm());
        if (!Objects.equals(algorithm, signatureOf(key.getAlgorithm()))) {
            return false;
        }
        try {
            return algorithm == null || signs(key, certified, algorithm);
        } catch (GeneralSecurityException doNotFit) {
            return false;
        }
    }

    /** How to try whether two keys belong together; null if it is not known, and the handshake has to tell. */
    private static @Nullable String signatureOf(String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "RSA", "RSASSA-PSS" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> null;
        };
    }

    private static boolean signs(PrivateKey key, PublicKey certified, String algorithm)
            throws GeneralSecurityException {
        byte[] text = {1, 2, 3};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(text);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certified);
        verifier.update(text);
        return verifier.verify(signature);
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return source + " (" + certificate().getSubjectX500Principal().getName() + ")";
    }
}
