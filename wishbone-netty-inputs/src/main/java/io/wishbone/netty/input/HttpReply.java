package io.wishbone.netty.input;

import static io.wishbone.netty.input.StreamConfig.check;

import io.wishbone.event.Event;
import io.wishbone.expression.EventFunction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a resource of an {@link HttpInput} answers if all went well. <em>Immutable.</em>
 *
 * @param status 200 to 299; 0, the default, is 202 for {@link HttpResource.Ack#ACCEPTED} and 200 for
 *     {@link HttpResource.Ack#DELIVERED}
 * @param headers values by name, made of the event
 * @param body made of the event, sent as UTF-8; null, the default, is none, or the number of events where a request
 *     brings several
 */
public record HttpReply(
        int status,
        Map<String, EventFunction<String>> headers,
        @Nullable EventFunction<String> body) {
    private static final int LOWEST = 200;
    private static final int HIGHEST = 299;

    /** The defaults. */
    public static final HttpReply DEFAULT = new HttpReply(0, Map.of(), null);

    public HttpReply {
        check(status == 0 || (status >= LOWEST && status <= HIGHEST), "status", status, "200 to 299; 0 chooses by ack");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        headers.keySet().forEach(HttpReply::checkName);
    }

    private static void checkName(String name) {
        boolean isToken = !name.isEmpty()
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
        check(isToken, "headers", "\"" + name + "\"", "names such as X-Request-Id");
        check(
                !name.equalsIgnoreCase("content-length")
                        && !name.equalsIgnoreCase("transfer-encoding")
                        && !name.equalsIgnoreCase("connection"),
                "headers",
                "\"" + name + "\"",
                "none that says how the answer is transferred");
    }

    /** Whether it has neither headers nor a body of its own. */
    boolean isEmpty() {
        return headers.isEmpty() && body == null;
    }

    /** The value of a header that is always the same. */
    public static EventFunction<String> text(String value) {
        return (Event event) -> value;
    }
}
