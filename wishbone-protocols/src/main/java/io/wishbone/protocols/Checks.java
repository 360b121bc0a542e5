package io.wishbone.protocols;

import io.wishbone.protocol.ProtocolException;

/** Checks that several protocols make. */
final class Checks {
    private Checks() {}

    static void range(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    /**
     * Makes sure that a message is not too long.
     *
     * @throws ProtocolException if it is
     */
    static void length(byte[] message, int maxBytes) throws ProtocolException {
        if (message.length > maxBytes) {
            throw new ProtocolException(
                    "the message has " + message.length + " bytes (expected: max_bytes, " + maxBytes + ", or less)");
        }
    }

    /** Why data cannot be encoded. */
    static ProtocolException data(Object data, String expected) {
        return new ProtocolException("data is a " + data.getClass().getSimpleName() + " (expected: " + expected + ")");
    }
}
