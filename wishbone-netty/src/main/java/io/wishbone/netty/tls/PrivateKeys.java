package io.wishbone.netty.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads private keys from PEM files: PKCS#8, also encrypted, PKCS#1 (RSA) and SEC 1 (EC). */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448", "RSASSA-PSS", "DSA");
    private static final String AS_PKCS8 = "openssl pkcs8 -topk8 -in OLD -out NEW";
    /** SEQUENCE { OBJECT rsaEncryption, NULL }. */
    private static final byte[] RSA_ALGORITHM = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** OBJECT id-ecPublicKey. */
    private static final byte[] EC_ALGORITHM = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private PrivateKeys() {}

    /** @throws TlsException if there is none, or it cannot be read */
    static PrivateKey read(Path path, byte[] file, @Nullable String password) {
        PemBlock block = PemBlock.parse(file).stream()
                .filter(candidate -> candidate.label().endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> new TlsException("no private key in " + path
                        + " (expected: a PEM file with a block that begins with -----BEGIN PRIVATE KEY-----)"));
        if (block.isEncryptedTheOldWay()) {
            throw new TlsException("the private key " + path + " is encrypted in an old way that Java cannot read"
                    + " (expected: PKCS#8, as \"" + AS_PKCS8 + "\" makes it)");
        }
        try {
            return switch (block.label()) {
                case "ENCRYPTED PRIVATE KEY" -> fromPkcs8(path, decrypt(path, block.der(), password));
                case "RSA PRIVATE KEY" -> fromPkcs8(path, envelope(RSA_ALGORITHM, block.der()));
                case "EC PRIVATE KEY" -> fromPkcs8(path, fromSec1(path, block.der()));
                default -> fromPkcs8(path, block.der());
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException broken) {
            throw unreadable(path, broken);
        }
    }

    private static PrivateKey fromPkcs8(Path path, byte[] der) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException notOfThisKind) {
                // The next one may fit.
            } catch (GeneralSecurityException unknown) {
                // This JVM does not have it.
            }
        }
        throw unreadable(path, null);
    }

    private static TlsException unreadable(Path path, @Nullable Exception cause) {
        return new TlsException(
                "the private key in " + path + " cannot be read (expected: an RSA, EC or EdDSA key in PKCS#8, as \""
                        + AS_PKCS8 + "\" makes it)",
                cause);
    }

    private static byte[] decrypt(Path path, byte[] der, @Nullable String password) {
        if (password == null) {
            throw new TlsException(
                    "the private key " + path + " is encrypted (expected: its password in key_password)");
        }
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
            AlgorithmParameters parameters = encrypted.getAlgParameters();
            // For PBES2 only the parameters tell the algorithm in the form that factories know.
            String algorithm = encrypted.getAlgName().startsWith("PBES2")
                            || encrypted.getAlgName().startsWith("1.2.840.113549.1.5.13")
                    ? parameters.toString()
                    : encrypted.getAlgName();
            SecretKey key =
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray()));
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, parameters);
            return encrypted.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException | InvalidKeyException wrong) {
            throw new TlsException(
                    "the private key " + path + " cannot be decrypted: wrong password in key_password", wrong);
        } catch (IOException | GeneralSecurityException unknown) {
            throw new TlsException(
                    "the private key " + path + " is encrypted in a way that Java cannot read: " + unknown.getMessage()
                            + " (expected: PBES2 with AES, as \"" + AS_PKCS8 + " -v2 aes256\" makes it)",
                    unknown);
        }
    }

    // ---- older forms, put into PKCS#8: SEQUENCE { 0, algorithm, OCTETS { key } } ----

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return value(SEQUENCE, VERSION_0, algorithm, value(OCTETS, key));
    }

    /** SEC 1 has the curve inside of the key, PKCS#8 beside it, and Java refuses to see it in both places. */
    private static byte[] fromSec1(Path path, byte[] key) {
        byte[] curve = null;
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        int at = bodyOf(key, 0);
        while (at < key.length) {
            int body = bodyOf(key, at);
            int end = body + lengthOf(key, at);
            if ((key[at] & 0xff) == PARAMETERS) {
                curve = Arrays.copyOfRange(key, body, end);
            } else {
                rest.write(key, at, end - at);
            }
            at = end;
        }
        if (curve == null) {
            throw unreadable(path, null);
        }
        return envelope(value(SEQUENCE, EC_ALGORITHM, curve), value(SEQUENCE, rest.toByteArray()));
    }

    private static int bodyOf(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int lengthOf(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        if (length < 0 || length > der.length) {
            throw new IllegalArgumentException("a length is beyond the end");
        }
        return length;
    }

    private static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        if (body.size() < 0x80) {
            all.write(body.size());
        } else if (body.size() < 0x100) {
            all.write(0x81);
            all.write(body.size());
        } else {
            all.write(0x82);
            all.write(body.size() >> 8);
            all.write(body.size());
        }
        all.writeBytes(body.toByteArray());
        return all.toByteArray();
    }
}
