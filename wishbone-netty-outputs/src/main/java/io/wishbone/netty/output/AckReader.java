package io.wishbone.netty.output;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads acknowledgements, lines such as {@code ack 42} that end in LF or CRLF: how many messages of the connection the
 * peer has taken, from the first one on. <em>Confined to the channel's event loop.</em>
 */
final class AckReader implements PeerBytes {
    private static final String PREFIX = "ack ";
    private static final int LONGEST_LINE = 64;

    private final LongConsumer acknowledged;
    private final Consumer<String> garbage;
    private final StringBuilder line = new StringBuilder();
    private boolean stopped;

    /**
     * Makes one for a connection.
     *
     * @param acknowledged takes the number of each line
     * @param garbage takes what is none; nothing more is read then
     */
    AckReader(LongConsumer acknowledged, Consumer<String> garbage) {
        this.acknowledged = acknowledged;
        this.garbage = garbage;
    }

    @Override
    public void read(Object received) {
        ByteBuf bytes = (ByteBuf) received;
        try {
            while (bytes.isReadable() && !stopped) {
                read((char) bytes.readUnsignedByte());
            }
        } finally {
            bytes.release();
        }
    }

    private void read(char next) {
        if (next != '\n') {
            line.append(next);
            if (line.length() > LONGEST_LINE) {
                stop();
            }
            return;
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        long count = count();
        if (count < 0) {
            stop();
        } else {
            line.setLength(0);
            acknowledged.accept(count);
        }
    }

    /** The line's number; -1 if it has none. */
    private long count() {
        if (line.indexOf(PREFIX) != 0 || !Character.isDigit(line.charAt(line.length() - 1))) {
            return -1;
        }
        try {
            return Long.parseLong(line, PREFIX.length(), line.length(), 10);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private void stop() {
        stopped = true;
        // What a peer sends is not to be trusted in a log.
        String shown = new String(line.toString().getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII)
                .replaceAll("\\p{Cntrl}", "?");
        garbage.accept(shown);
    }
}
