package io.wishbone.netty.input;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Map;

/** Why a request is not taken. Has no stack trace: it is the client's fault, or the pipeline's, and may be frequent. */
final class HttpRefusal extends Exception {
    private static final long serialVersionUID = 1L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final transient HttpResponseStatus status;
    private final transient Map<CharSequence, String> headers;

    private HttpRefusal(HttpResponseStatus status, String message, Map<CharSequence, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.headers = headers;
    }

    static HttpRefusal of(HttpResponseStatus status, String message) {
        return new HttpRefusal(status, message, Map.of());
    }

    static HttpRefusal badRequest(String message) {
        return of(HttpResponseStatus.BAD_REQUEST, message);
    }

    /** What came cannot be decoded. */
    static HttpRefusal malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return of(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the first line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return of(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the header is too long");
        }
        return badRequest("this is no HTTP: " + cause.getMessage());
    }

    static HttpRefusal tooLarge(String what, long limit) {
        return of(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, what + " (expected: at most " + limit + ")");
    }

    static HttpRefusal methodNotAllowed(HttpResource resource) {
        return new HttpRefusal(
                HttpResponseStatus.METHOD_NOT_ALLOWED,
                "the method is not one of this resource",
                Map.of(HttpHeaderNames.ALLOW, String.join(", ", resource.methods())));
    }

    static HttpRefusal unauthorized(String message, String challenge) {
        return new HttpRefusal(
                HttpResponseStatus.UNAUTHORIZED, message, Map.of(HttpHeaderNames.WWW_AUTHENTICATE, challenge));
    }

    /**
     * It may be tried again.
     *
     * @param nanos when; told in seconds, 1 or more
     */
    static HttpRefusal later(HttpResponseStatus status, String message, long nanos) {
        long seconds = Math.max(1, (nanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
        return new HttpRefusal(status, message, Map.of(HttpHeaderNames.RETRY_AFTER, Long.toString(seconds)));
    }

    static HttpRefusal unavailable(String message) {
        return later(HttpResponseStatus.SERVICE_UNAVAILABLE, message, NANOS_PER_SECOND);
    }

    HttpResponseStatus status() {
        return status;
    }

    HttpAnswer answer() {
        return HttpAnswer.text(status, getMessage() + "\n", headers);
    }
}
