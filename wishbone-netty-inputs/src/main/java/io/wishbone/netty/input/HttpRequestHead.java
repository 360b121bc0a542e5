package io.wishbone.netty.input;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The header of a request, checked. <em>Immutable.</em>
 *
 * @param method in upper case
 * @param path percent-decoded
 * @param query what follows the question mark, as it came; empty if there is none
 * @param contentType as it came; null if it was not said
 * @param charset in which the body is said to be; null if it was not said
 * @param encoding how the body is compressed
 * @param length of the body as it is sent; -1 if it is not known
 * @param expectsContinue whether the client waits until it is told to send the body
 * @param isKeepAlive whether the client wants the connection to stay open
 */
record HttpRequestHead(
        String method,
        String path,
        String query,
        @Nullable String contentType,
        @Nullable Charset charset,
        HttpInflater.Encoding encoding,
        long length,
        boolean expectsContinue,
        boolean isKeepAlive,
        HttpHeaders headers) {

    /**
     * Checks what is common to all resources.
     *
     * @param isStream whether it came by HTTP/2
     * @throws HttpRefusal if it must not go on
     */
    static HttpRequestHead read(HttpRequest request, boolean isStream) throws HttpRefusal {
        HttpHeaders headers = request.headers();
        if (!isStream) {
            checkFirst(request);
        }
        String target = target(request.uri());
        int question = target.indexOf('?');
        String contentType = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return new HttpRequestHead(
                request.method().name(),
                decodePath(question < 0 ? target : target.substring(0, question)),
                question < 0 ? "" : target.substring(question + 1),
                contentType,
                charsetOf(contentType),
                encodingOf(headers),
                lengthOf(request),
                expectsContinue(headers),
                HttpUtil.isKeepAlive(request),
                headers);
    }

    /** What HTTP/1.1 has to have, and what leaves no doubt where a request ends (RFC 9112, 3.2 and 6). */
    private static void checkFirst(HttpRequest request) throws HttpRefusal {
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw HttpRefusal.of(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "expected: HTTP/1.1");
        }
        HttpHeaders headers = request.headers();
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && version.equals(HttpVersion.HTTP_1_1))) {
            throw HttpRefusal.badRequest("there must be one Host");
        }
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
            if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
                throw HttpRefusal.badRequest("the only Transfer-Encoding is chunked");
            }
            if (version.equals(HttpVersion.HTTP_1_0)) {
                throw HttpRefusal.badRequest("HTTP/1.0 has no Transfer-Encoding");
            }
        }
    }

    /** The path and query of a target, which may be a whole URI (RFC 9112, 3.2.2). */
    private static String target(String uri) {
        if (uri.startsWith("/")) {
            return uri;
        }
        String lower =
                uri.substring(0, Math.min(uri.length(), "https://".length())).toLowerCase(Locale.ROOT);
        int scheme = lower.startsWith("http://") ? "http://".length() : lower.equals("https://") ? lower.length() : 0;
        if (scheme == 0) {
            return uri;
        }
        for (int i = scheme; i < uri.length(); i++) {
            if (uri.charAt(i) == '/') {
                return uri.substring(i);
            }
            if (uri.charAt(i) == '?') {
                return "/" + uri.substring(i);
            }
        }
        return "/";
    }

    private static String decodePath(String raw) throws HttpRefusal {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        try {
            // A plus is itself in a path.
            return QueryStringDecoder.decodeComponent(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpRefusal.badRequest("the path is not percent-encoded");
        }
    }

    private static @Nullable Charset charsetOf(@Nullable String contentType) throws HttpRefusal {
        CharSequence name = contentType == null ? null : HttpUtil.getCharsetAsSequence(contentType);
        if (name == null) {
            return null;
        }
        try {
            return Charset.forName(name.toString().replace("\"", "").trim());
        } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
            throw HttpRefusal.of(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "the charset is unknown (expected: utf-8)");
        }
    }

    private static HttpInflater.Encoding encodingOf(HttpHeaders headers) throws HttpRefusal {
        if (!headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
            return HttpInflater.Encoding.IDENTITY;
        }
        HttpInflater.Encoding encoding =
                HttpInflater.Encoding.of(String.join(",", headers.getAll(HttpHeaderNames.CONTENT_ENCODING)));
        if (encoding == null) {
            throw HttpRefusal.of(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "unknown Content-Encoding (expected: gzip or deflate)");
        }
        return encoding;
    }

    private static long lengthOf(HttpRequest request) throws HttpRefusal {
        try {
            return HttpUtil.getContentLength(request, -1L);
        } catch (NumberFormatException e) {
            throw HttpRefusal.badRequest("Content-Length is no number");
        }
    }

    private static boolean expectsContinue(HttpHeaders headers) throws HttpRefusal {
        String expected = headers.get(HttpHeaderNames.EXPECT);
        if (expected == null) {
            return false;
        }
        if (!expected.equalsIgnoreCase("100-continue")) {
            throw HttpRefusal.of(HttpResponseStatus.EXPECTATION_FAILED, "expected: 100-continue");
        }
        return true;
    }

    /** Whether something follows that belongs to the request, by what the header of one of HTTP/1.1 says. */
    boolean announcesBody() {
        return length > 0 || headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    /** Whether a resource takes what it has. */
    void check(HttpResource resource, int maxBodyBytes) throws HttpRefusal {
        if (!resource.methods().contains(method)) {
            throw HttpRefusal.methodNotAllowed(resource);
        }
        if (!resource.contentTypes().isEmpty() && !takes(resource.contentTypes())) {
            throw HttpRefusal.of(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "expected: " + String.join(", ", resource.contentTypes()));
        }
        if (length > maxBodyBytes) {
            throw HttpRefusal.tooLarge("the body has " + length + " bytes", maxBodyBytes);
        }
    }

    private boolean takes(List<String> types) {
        CharSequence said = contentType == null ? null : HttpUtil.getMimeType(contentType);
        if (said == null) {
            return false;
        }
        String type = said.toString().trim().toLowerCase(Locale.ROOT);
        return types.stream()
                .anyMatch(one -> one.equals(type)
                        || one.equals("*/*")
                        || (one.endsWith("/*") && type.startsWith(one.substring(0, one.length() - 1))));
    }
}
