package io.wishbone.netty.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** What implements TLS. <em>Immutable.</em> */
public enum TlsProvider {
    /** OpenSSL if netty-tcnative is on the class path and works, else the JDK. */
    AUTO,
    /** The JDK. */
    JDK,
    /** OpenSSL, or BoringSSL, by netty-tcnative. */
    OPENSSL;

    /**
     * Netty's name for it.
     *
     * @throws TlsException if it does not work here
     */
    SslProvider resolve() {
        if (this == OPENSSL && !OpenSsl.isAvailable()) {
            throw new TlsException(
                    "provider: openssl does not work here, "
                            + (OpenSsl.unavailabilityCause() instanceof ClassNotFoundException
                                    ? "since netty-tcnative is not on the class path"
                                    : String.valueOf(
                                            OpenSsl.unavailabilityCause().getMessage()))
                            + " (expected: netty-tcnative-boringssl-static for this platform, or provider jdk)",
                    OpenSsl.unavailabilityCause());
        }
        boolean isNative = this == OPENSSL || (this == AUTO && OpenSsl.isAvailable());
        return isNative ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }
}
