package io.wishbone.netty.output;

import io.wishbone.actor.EventRefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a URL says. <em>Immutable.</em>
 *
 * @param isSecure whether the scheme is https
 * @param endpoint the host and the port, 80 or 443 if the URL has none
 * @param authority host and port as a {@code Host} header has them
 * @param target path and query, as a request has them
 */
record HttpAddress(boolean isSecure, Endpoint endpoint, String authority, String target) {
    private static final String EXPECTED = "an absolute URL such as https://example.org/events";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is not absolute, or of another scheme
     */
    static HttpAddress parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw malformed(url, e.getReason());
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !scheme.equals("http")) {
            throw malformed(url, scheme.isEmpty() || uri.isOpaque() ? "it has no scheme" : "its scheme is " + scheme);
        }
        if (uri.getHost() == null) {
            throw malformed(url, "it has no host");
        }
        if (uri.getUserInfo() != null) {
            // Not shown, since there may be a password in it.
            throw new IllegalArgumentException("url has a user in it (expected: none; see auth)");
        }
        return of(uri, secure);
    }

    private static HttpAddress of(URI uri, boolean secure) {
        String host = uri.getHost();
        boolean isBracketed = host.startsWith("[");
        int usual = secure ? HTTPS_PORT : HTTP_PORT;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new HttpAddress(
                secure,
                new Endpoint(isBracketed ? host.substring(1, host.length() - 1) : host, port),
                port == usual ? host : host + ":" + port,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static IllegalArgumentException malformed(String url, String why) {
        return new IllegalArgumentException("url: \"" + url + "\": " + why + " (expected: " + EXPECTED + ")");
    }

    /** What a redirection leads to, whose location may be relative. */
    HttpAddress resolve(String location) {
        return parse(URI.create(toString()).resolve(location).toString());
    }

    /** Whether another address is on the same host and port, by the same scheme. */
    boolean isSameOrigin(HttpAddress other) {
        return isSecure == other.isSecure && endpoint.equals(other.endpoint);
    }

    /**
     * Refuses what is no method.
     *
     * @throws EventRefusedException if it has other characters than letters and hyphens
     */
    static String requireMethod(String method) {
        boolean isToken = !method.isEmpty() && method.chars().allMatch(c -> Character.isLetter(c) || c == '-');
        if (!isToken || method.chars().anyMatch(c -> c > '~')) {
            throw new EventRefusedException("method: \"" + method + "\" (expected: a method such as POST)");
        }
        return method.toUpperCase(Locale.ROOT);
    }

    /**
     * Refuses what cannot be a header.
     *
     * @throws EventRefusedException if the name is no token (RFC 9110, section 5.6.2), is one that the output sets
     *     itself, or the value has other characters than printable ones
     */
    static void requireHeader(String name, @Nullable String value) {
        if (name.isEmpty()
                || !name.chars().allMatch(c -> c > ' ' && c <= '~' && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0)) {
            throw new EventRefusedException("header: \"" + name + "\" (expected: a name such as X-Request-Id)");
        }
        switch (name.toLowerCase(Locale.ROOT)) {
            case "host", "content-length", "transfer-encoding", "connection", "content-encoding" ->
                throw new EventRefusedException(
                        "header: \"" + name + "\" (expected: another, since this one is set by the output)");
            default -> {
                if (value != null && value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
                    throw new EventRefusedException(
                            "header " + name + " has a control character, such as a line end, in its value");
                }
            }
        }
    }

    @Override
    public String toString() {
        return (isSecure ? "https://" : "http://") + authority + target;
    }
}
