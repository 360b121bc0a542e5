package io.wishbone.protocol;

import io.wishbone.event.Event;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** The protocol {@code text}: a message is text in a charset, as a {@link String}. */
public final class TextProtocol {
    static final String NAME = "text";

    private TextProtocol() {}

    /**
     * Makes the protocol.
     *
     * @param charset what bytes mean
     * @param malformed what becomes of what the charset does not have
     */
    public static Protocol create(Charset charset, Malformed malformed) {
        CodingErrorAction action =
                malformed == Malformed.REPLACE ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
        if (!charset.canEncode()) {
            return Protocol.decoding(NAME, context -> decoder(charset, action));
        }
        return Protocol.of(NAME, context -> decoder(charset, action), context -> encoder(charset, action));
    }

    private static Decoder decoder(Charset charset, CodingErrorAction action) {
        CharsetDecoder decoder = charset.newDecoder().onMalformedInput(action).onUnmappableCharacter(action);
        return (event, out) -> out.accept(event.withData(decode(decoder, (byte[]) event.data())));
    }

    private static String decode(CharsetDecoder decoder, byte[] bytes) throws ProtocolException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()));
        CoderResult result = decoder.reset().decode(in, out, true);
        if (!result.isError()) {
            result = decoder.flush(out);
        }
        if (result.isError()) {
            throw ProtocolException.at(
                    in.position(), "no character of " + decoder.charset().name() + " (expected: text in that charset)");
        }
        return out.flip().toString();
    }

    private static Encoder encoder(Charset charset, CodingErrorAction action) {
        CharsetEncoder encoder = charset.newEncoder().onMalformedInput(action).onUnmappableCharacter(action);
        return event -> encode(encoder, event);
    }

    private static byte[] encode(CharsetEncoder encoder, Event event) throws ProtocolException {
        Object data = event.data();
        if (data instanceof byte[] bytes) {
            return bytes;
        }
        if (!(data instanceof CharSequence || data instanceof Number || data instanceof Boolean)) {
            throw new ProtocolException(
                    "data is a " + data.getClass().getSimpleName() + " (expected: text, bytes, a number or a boolean)");
        }
        try {
            ByteBuffer bytes = encoder.encode(CharBuffer.wrap(data.toString()));
            byte[] encoded = new byte[bytes.remaining()];
            bytes.get(encoded);
            return encoded;
        } catch (CharacterCodingException e) {
            throw new ProtocolException("data has a character that "
                    + encoder.charset().name() + " does not have (expected: text in that charset)");
        }
    }
}
