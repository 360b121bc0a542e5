package io.wishbone.netty.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a certificate. <em>Immutable.</em>
 *
 * @param certificate a PEM file: the certificate, then those of the authorities between it and a root
 * @param key a PEM file with the private key; may be the same file
 * @param keyPassword what the key is encrypted with; null, if it is not
 */
public record TlsCertificate(
        Path certificate, Path key, @Nullable String keyPassword) {
    /** Leaves the password out. */
    @Override
    public String toString() {
        return "certificate " + certificate + " with key " + key + (keyPassword == null ? "" : " (encrypted)");
    }
}
