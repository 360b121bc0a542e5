package io.wishbone.netty.input;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.wishbone.event.Header;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What events carry of the request that brought them. <em>Immutable.</em>
 *
 * @param version of HTTP, such as {@code 1.1}
 * @param query what follows the question mark; empty if there is none
 * @param host as the request says; null if it does not
 * @param userAgent as the request says; null if it does not
 * @param contentType as the request says; null if it does not
 * @param clientAddress of whom it is, behind proxies that are trusted; null if that is not known
 * @param user who was authorized; null if anybody may send
 */
record HttpRequestFacts(
        String version,
        String method,
        String path,
        String query,
        @Nullable String host,
        @Nullable String userAgent,
        @Nullable String contentType,
        @Nullable String clientAddress,
        @Nullable String user) {

    static HttpRequestFacts of(
            HttpRequestHead head, String version, @Nullable String clientAddress, @Nullable String user) {
        HttpHeaders headers = head.headers();
        return new HttpRequestFacts(
                version,
                head.method(),
                head.path(),
                head.query(),
                headers.get(HttpHeaderNames.HOST),
                headers.get(HttpHeaderNames.USER_AGENT),
                head.contentType(),
                clientAddress,
                user);
    }

    private Header header(String module, RemotePeer peer) {
        Map<String, Object> entries = new LinkedHashMap<>(peer.entries());
        entries.put("http_version", version);
        entries.put("method", method);
        entries.put("path", path);
        entries.put("query", query);
        putIfSaid(entries, "host", host);
        putIfSaid(entries, "user_agent", userAgent);
        putIfSaid(entries, "content_type", contentType);
        putIfSaid(entries, "client_address", clientAddress);
        putIfSaid(entries, "user", user);
        return Header.of(module, entries);
    }

    private static void putIfSaid(Map<String, Object> entries, String key, @Nullable String value) {
        if (value != null) {
            entries.put(key, value);
        }
    }

    /**
     * The headers of the events of one connection, whose requests often differ in their bodies only. <em>Confined to
     * the connection's event loop.</em>
     */
    static final class Headers {
        private final String module;
        private final RemotePeer peer;
        private @Nullable HttpRequestFacts facts;
        private Header last = Header.empty();

        Headers(String module, RemotePeer peer) {
            this.module = module;
            this.peer = peer;
        }

        /** The header of a request's events; the one before, if that had the same facts. */
        Header of(HttpRequestFacts now) {
            if (!Objects.equals(facts, now)) {
                facts = now;
                last = now.header(module, peer);
            }
            return last;
        }
    }
}
