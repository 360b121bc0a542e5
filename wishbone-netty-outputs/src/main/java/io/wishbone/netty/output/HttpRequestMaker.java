package io.wishbone.netty.output;

import io.wishbone.actor.ModuleContext;
import io.wishbone.event.Event;
import io.wishbone.expression.EventFunction;
import io.wishbone.expression.PlainText;
import io.wishbone.netty.output.HttpBatchConfig.Format;
import io.wishbone.netty.output.HttpRoute.Field;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Makes what a request says, and its body, of events. <em>Confined to its module's thread.</em> */
final class HttpRequestMaker {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final byte[] LF = {'\n'};
    private static final byte[] COMMA = {','};

    private final HttpOutputConfig config;
    private final @Nullable Encoder encoder;
    private final boolean namesType;
    private @Nullable HttpRoute constant;

    HttpRequestMaker(HttpOutputConfig config, ModuleContext context) {
        this.config = config;
        Protocol protocol = config.protocol();
        this.encoder = protocol == null ? null : protocol.newEncoder(ProtocolContext.of(context));
        this.namesType = config.headers().keySet().stream().noneMatch(CONTENT_TYPE::equalsIgnoreCase);
    }

    /** What the request of an event says. */
    HttpRoute routeOf(Event event) throws Exception {
        HttpRoute known = constant;
        if (known != null) {
            return known;
        }
        List<Field> fields = new ArrayList<>();
        boolean isConstant = isPlain(config.url()) && isPlain(config.method());
        for (Map.Entry<String, EventFunction<String>> header : config.headers().entrySet()) {
            isConstant &= isPlain(header.getValue());
            String value = header.getValue().apply(event);
            HttpAddress.requireHeader(header.getKey(), value);
            fields.add(new Field(header.getKey(), value));
        }
        if (namesType) {
            fields.add(new Field(CONTENT_TYPE, contentType()));
        }
        HttpRoute route = new HttpRoute(
                HttpAddress.requireMethod(config.method().apply(event)),
                HttpAddress.parse(config.url().apply(event)),
                fields);
        if (isConstant) {
            constant = route;
        }
        return route;
    }

    private static boolean isPlain(EventFunction<String> value) {
        return value instanceof PlainText;
    }

    private String contentType() {
        Protocol protocol = config.protocol();
        boolean isJson = protocol != null && protocol.name().equals("json");
        if (config.batch().format() == Format.ARRAY || (isJson && config.batch().events() == 1)) {
            return "application/json";
        }
        if (isJson && config.batch().format() == Format.LINES) {
            return "application/x-ndjson";
        }
        return protocol == null ? "text/plain; charset=utf-8" : "application/octet-stream";
    }

    /** The bytes of an event. */
    byte[] bytesOf(Event event) throws Exception {
        EventFunction<String> template = config.body();
        if (template != null) {
            return template.apply(event).getBytes(StandardCharsets.UTF_8);
        }
        if (encoder != null) {
            return encoder.encode(event);
        }
        return event.data() instanceof byte[] data ? data : event.text().getBytes(StandardCharsets.UTF_8);
    }

    /** The body of a request, of the bytes of its events. */
    byte[] body(List<byte[]> events) {
        byte[] plain = config.batch().events() == 1 ? events.get(0) : joined(events);
        return config.gzip() ? compressed(plain) : plain;
    }

    private byte[] joined(List<byte[]> events) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        switch (config.batch().format()) {
            case LINES -> {
                for (byte[] event : events) {
                    body.writeBytes(event);
                    body.writeBytes(LF);
                }
            }
            case ARRAY -> {
                body.write('[');
                join(events, COMMA, body);
                body.write(']');
            }
            case JOINED -> join(events, config.batch().separator().getBytes(StandardCharsets.UTF_8), body);
        }
        return body.toByteArray();
    }

    private static void join(List<byte[]> events, byte[] separator, ByteArrayOutputStream body) {
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                body.writeBytes(separator);
            }
            body.writeBytes(events.get(i));
        }
    }

    private static byte[] compressed(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to be written to", e);
        }
        return compressed.toByteArray();
    }
}
