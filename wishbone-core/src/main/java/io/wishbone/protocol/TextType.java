package io.wishbone.protocol;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import java.nio.charset.Charset;

/** Declares {@code text}. */
final class TextType {
    private static final String A_CHARSET = "the name of a charset, such as UTF-8 or ISO-8859-1";
    private static final Argument<Charset> CHARSET =
            Argument.defaulted("charset", ArgumentType.of(A_CHARSET, TextType::charset), "UTF-8", "what bytes mean");
    private static final Argument<Malformed> MALFORMED = Argument.defaulted(
            "malformed",
            ArgumentType.choice(Malformed.class),
            "refuse",
            "what becomes of bytes, or characters, that the charset does not have: the message is refused, or they are"
                    + " replaced by its replacement character");

    /** The kind of protocol. */
    static final ProtocolType TYPE = ProtocolType.builder(TextProtocol.NAME)
            .summary("Text in a charset; numbers and booleans are written as text.")
            .arguments(CHARSET, MALFORMED)
            .create(arguments -> TextProtocol.create(arguments.get(CHARSET), arguments.get(MALFORMED)));

    private TextType() {}

    private static Charset charset(Object raw) {
        try {
            return Charset.forName(raw.toString());
        } catch (IllegalArgumentException e) {
            throw new ArgumentException(A_CHARSET);
        }
    }
}
