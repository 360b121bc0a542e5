package io.wishbone.netty.output;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered. <em>Immutable.</em>
 *
 * @param body the beginning of its body, as text if it is that, else as bytes
 * @param location where a redirection leads to, or null
 * @param retryAfterText when to come again, as the server says it, or null
 */
record HttpAnswer(
        int status,
        String reason,
        Object body,
        @Nullable String location,
        @Nullable String retryAfterText) {
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    static HttpAnswer of(HttpResponse head, byte[] body) {
        return new HttpAnswer(
                head.status().code(),
                head.status().reasonPhrase(),
                textOrBytes(body),
                head.headers().get(HttpHeaderNames.LOCATION),
                head.headers().get(HttpHeaderNames.RETRY_AFTER));
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether it leads elsewhere by the same method. */
    boolean isRedirect() {
        return (status == 301 || status == 302 || status == 307 || status == 308) && location != null;
    }

    /** Whether the same request may succeed later. */
    boolean mayPass() {
        return status == TIMEOUT || status == TOO_MANY || status >= 500;
    }

    /** For how long to wait, if it says so: seconds or a date (RFC 9110, section 10.2.3). */
    Optional<Duration> retryAfter(Instant now) {
        if (retryAfterText == null) {
            return Optional.empty();
        }
        String text = retryAfterText.trim();
        try {
            if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.of(Duration.ofSeconds(text.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(text)));
            }
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(then.isBefore(now) ? Duration.ZERO : Duration.between(now, then));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** What its events' header tells of it. */
    Map<String, Object> asMap(int attempts) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("status", status);
        map.put("reason", reason);
        map.put("body", body);
        map.put("attempts", attempts);
        return map;
    }

    private static Object textOrBytes(byte[] body) {
        if (body.length == 0) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException binary) {
            return body;
        }
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? String.valueOf(status) : status + " " + reason;
    }
}
