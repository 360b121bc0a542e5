package io.wishbone.netty.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Netty's contexts made of one reading of the files: one for each certificate of a server, one for a client.
 * <em>Thread-safe.</em> Counts its users, since those of OpenSSL have memory of their own, which is freed when the last
 * one lets go; an open connection keeps its context by itself.
 */
final class TlsContexts {
    private final List<SslContext> contexts;
    private final Map<String, SslContext> byName;
    private final AtomicInteger users = new AtomicInteger(1);

    private TlsContexts(List<SslContext> contexts, Map<String, SslContext> byName) {
        this.contexts = contexts;
        this.byName = byName;
    }

    /** @throws TlsException if a setting does not work with the provider */
    static TlsContexts ofServer(TlsConfig config, Material material) {
        List<SslContext> contexts = new ArrayList<>();
        Map<String, SslContext> byName = new HashMap<>();
        try {
            for (Identity identity : material.identities()) {
                SslContextBuilder builder = SslContextBuilder.forServer(identity.key(), identity.chain())
                        .clientAuth(config.clientAuth().netty());
                if (config.clientAuth() != TlsClientAuth.NONE) {
                    builder.trustManager(PeerTrust.in(material.roots()));
                }
                SslContext context = build(builder, config);
                contexts.add(context);
                // The first certificate for a name is the one that is used.
                Certificates.dnsNames(identity.certificate()).forEach(name -> byName.putIfAbsent(name, context));
            }
        } catch (RuntimeException e) {
            contexts.forEach(ReferenceCountUtil::release);
            throw e;
        }
        return new TlsContexts(contexts, byName);
    }

    /** @throws TlsException if a setting does not work with the provider */
    static TlsContexts ofClient(TlsConfig config, Material material) {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (config.verify()) {
            builder.endpointIdentificationAlgorithm("HTTPS").trustManager(PeerTrust.in(material.roots()));
        } else {
            builder.endpointIdentificationAlgorithm(null).trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
        for (Identity identity : material.identities().stream().limit(1).toList()) {
            builder.keyManager(identity.key(), identity.chain());
        }
        return new TlsContexts(List.of(build(builder, config)), Map.of());
    }

    private static SslContext build(SslContextBuilder builder, TlsConfig config) {
        builder.sslProvider(config.provider().resolve()).protocols(config.protocols());
        if (!config.ciphers().isEmpty()) {
            builder.ciphers(config.ciphers());
        }
        if (!config.alpn().isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    // The only behaviours that both providers have.
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    config.alpn()));
        }
        SslContext context = null;
        try {
            context = builder.build();
            // Some settings are looked at only when an engine is made, which must not fail for each connection.
            ReferenceCountUtil.release(context.newEngine(ByteBufAllocator.DEFAULT));
            return context;
        } catch (SSLException | IllegalArgumentException e) {
            ReferenceCountUtil.release(context);
            throw unusable(config, e);
        }
    }

    private static TlsException unusable(TlsConfig config, Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String expected = config.ciphers().isEmpty()
                ? ""
                : " (expected: ciphers that the provider has; those given are " + String.join(", ", config.ciphers())
                        + ")";
        return new TlsException("TLS cannot be set up: " + cause.getMessage() + expected, e);
    }

    /** Whether a client has to say which name it wants before it is known which certificate to show. */
    boolean hasSeveral() {
        return contexts.size() > 1;
    }

    /** That of the first certificate. */
    SslContext first() {
        return contexts.get(0);
    }

    /**
     * That of the first certificate for a name, which may begin with {@code *.} in place of one label; else the first.
     *
     * @param name in lower case; null if the client did not say
     */
    SslContext forName(@Nullable String name) {
        if (name == null) {
            return first();
        }
        SslContext exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        SslContext wild = dot < 0 ? null : byName.get("*" + name.substring(dot));
        return wild == null ? first() : wild;
    }

    /** Makes the caller a user, unless all have let go. */
    boolean tryRetain() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            contexts.forEach(ReferenceCountUtil::release);
        }
    }
}
