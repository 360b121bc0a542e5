package io.wishbone.netty.tls;

/** A version of TLS. <em>Immutable.</em> Older ones are broken (RFC 8996) and not offered. */
public enum TlsVersion {
    /** RFC 5246. */
    TLS_1_2("TLSv1.2"),
    /** RFC 8446. */
    TLS_1_3("TLSv1.3");

    private final String protocol;

    TlsVersion(String protocol) {
        this.protocol = protocol;
    }

    /** Its name, such as {@code TLSv1.3}. */
    public String protocol() {
        return protocol;
    }

    @Override
    public String toString() {
        return protocol;
    }
}
