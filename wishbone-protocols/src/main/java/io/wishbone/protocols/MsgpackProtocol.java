package io.wishbone.protocols;

import io.wishbone.protocol.Protocol;

/**
 * The protocol {@code msgpack}: a message is one value of MessagePack.
 *
 * <p>Read, it becomes maps, lists, strings, {@link Long}, {@link java.math.BigInteger} beyond that, {@link Double},
 * booleans, {@code byte[]}, {@link java.time.Instant}, {@link MsgpackExtension} and, within them, null. Keys become
 * strings. What passes a limit, has more than one value, is nil as a whole, or has text that is not UTF-8 is refused.
 * Written, what MessagePack has no shape for is its {@code toString()}.
 */
public final class MsgpackProtocol {
    static final String NAME = "msgpack";

    private MsgpackProtocol() {}

    /** The protocol with default limits. */
    public static Protocol create() {
        return create(ValueLimits.defaults());
    }

    /** The protocol with limits for what is read; {@link ValueLimits#maxNumber} does not matter here. */
    public static Protocol create(ValueLimits limits) {
        return Protocol.of(
                NAME,
                context ->
                        (event, out) -> out.accept(event.withData(MsgpackReader.read(limits, (byte[]) event.data()))),
                context -> event -> MsgpackWriter.write(event.data()));
    }
}
