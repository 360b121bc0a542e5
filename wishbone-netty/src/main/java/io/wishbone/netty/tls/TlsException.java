package io.wishbone.netty.tls;

import org.jspecify.annotations.Nullable;

/** A setting or a file of TLS that cannot be used; the message says which, why, and what was expected. */
public final class TlsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TlsException(String message) {
        this(message, null);
    }

    TlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
