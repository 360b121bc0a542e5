package io.wishbone.protocols;

import io.wishbone.event.Event;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * The protocol {@code syslog}: RFC 5424 with structured data, and RFC 3164 with what senders made of it; written as
 * either.
 *
 * <p>Read, a message becomes a map with {@code format} ({@code rfc5424} or {@code rfc3164}), {@code message}, and what
 * is known of {@code facility} and {@code severity} (names, and numbers as {@code facility_number} and
 * {@code severity_number}), {@code timestamp} (an {@link java.time.Instant}), {@code hostname}, {@code app_name},
 * {@code proc_id}, {@code msg_id}, {@code structured_data} (maps by id) and {@code sequence} (Cisco's).
 *
 * <p>No message is refused. One that has none of this goes on as text, or as bytes if it is not UTF-8, with the reason
 * as {@code header.<module>.protocol_note}; other messages that are not UTF-8 are read as ISO-8859-1, which loses
 * nothing, with such a note. A time without a year is taken for the nearest.
 */
public final class SyslogProtocol {
    /** The key under which the header tells why a message is not as it should be. */
    public static final String NOTE = "protocol_note";

    static final String NAME = "syslog";

    private SyslogProtocol() {}

    /** The protocol with its defaults. */
    public static Protocol create() {
        return create(SyslogConfig.builder().build());
    }

    /** The protocol. */
    public static Protocol create(SyslogConfig config) {
        SyslogParser parser = new SyslogParser(config);
        return Protocol.of(NAME, context -> decoder(parser, context), context -> new SyslogEncoder(config, context));
    }

    private static Decoder decoder(SyslogParser parser, ProtocolContext context) {
        return (event, out) -> out.accept(decode(parser, context, event));
    }

    private static Event decode(SyslogParser parser, ProtocolContext context, Event event) {
        byte[] bytes = (byte[]) event.data();
        String text;
        Event noted = event;
        boolean isText = true;
        try {
            text = Utf8.text(bytes);
        } catch (ProtocolException e) {
            text = new String(bytes, StandardCharsets.ISO_8859_1);
            noted = note(event, context, e.getMessage() + ", read as ISO-8859-1");
            isText = false;
        }
        try {
            return noted.withData(parser.parse(text, context.now()));
        } catch (ProtocolException e) {
            Event raw = note(event, context, "no syslog message: " + e.getMessage());
            return isText ? raw.withData(text) : raw;
        }
    }

    private static Event note(Event event, ProtocolContext context, String note) {
        return event.withHeader(context.module(), NOTE, note);
    }
}
