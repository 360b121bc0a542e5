package io.wishbone.netty.tls;

import java.security.cert.CertificateException;

/** A peer's certificate that we do not accept; the message says why, for a person. */
final class RefusedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1L;

    RefusedCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
