package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered. <em>Immutable.</em>
 *
 * @param status the status
 * @param body text, sent as UTF-8; may be empty
 * @param headers further headers; a content type is among them if there is a body
 */
record HttpAnswer(HttpResponseStatus status, String body, Map<CharSequence, String> headers) {
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    static HttpAnswer text(HttpResponseStatus status, String body, Map<CharSequence, String> headers) {
        if (body.isEmpty()) {
            return new HttpAnswer(status, body, headers);
        }
        Map<CharSequence, String> all = new LinkedHashMap<>();
        // First, as others of that name, in any case, replace it.
        all.put(HttpHeaderNames.CONTENT_TYPE, PLAIN);
        all.putAll(headers);
        return new HttpAnswer(status, body, all);
    }

    static HttpAnswer json(HttpResponseStatus status, String body) {
        return new HttpAnswer(status, body, Map.of(HttpHeaderNames.CONTENT_TYPE, JSON));
    }

    /**
     * The response to be written.
     *
     * @param isHead whether the request's method is HEAD, which gets no body
     * @throws IllegalArgumentException if a header has a value that none may have
     */
    FullHttpResponse response(boolean isHead) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean mayHaveBody =
                !status.equals(HttpResponseStatus.NO_CONTENT) && !status.equals(HttpResponseStatus.RESET_CONTENT);
        ByteBuf content = isHead || !mayHaveBody ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        headers.forEach(response.headers()::set);
        if (mayHaveBody) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        }
        return response;
    }

    /** Text as a string of JSON. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                quoted.append("\\u").append(ByteBufUtil.hexDump(new byte[] {(byte) (c >> 8), (byte) c}));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
