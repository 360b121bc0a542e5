package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.wishbone.actor.EventRefusedException;

/** Writes data, then a delimiter. <em>Confined to one thread.</em> */
final class DelimiterEncoder extends FrameEncoder {
    private static final byte[] LINE_FEED = {'\n'};
    private static final byte CR = '\r';
    private static final String HEX = "0123456789abcdef";
    private static final String IN_ESCAPES = HEX + "nrx";

    private final byte[] delimiter;
    private final boolean endsLines;
    private final DelimiterPolicy policy;
    private final DelimiterSearch search;

    private DelimiterEncoder(byte[] delimiter, boolean endsLines, DelimiterPolicy policy) {
        this.delimiter = delimiter.clone();
        this.endsLines = endsLines;
        this.policy = policy;
        this.search = new DelimiterSearch(delimiter);
    }

    /** Ends each message in LF. A CR before it, which a receiver would take for a part of the ending, counts as one. */
    static DelimiterEncoder lines(DelimiterPolicy policy) {
        return new DelimiterEncoder(LINE_FEED, true, policy);
    }

    /**
     * Ends each message in a delimiter.
     *
     * @throws IllegalArgumentException if it is to be escaped and escapes may have it in them
     */
    static DelimiterEncoder of(byte[] delimiter, DelimiterPolicy policy) {
        if (policy == DelimiterPolicy.ESCAPE && mayBeInEscapes(delimiter)) {
            throw new IllegalArgumentException("onDelimiter: ESCAPE (expected: KEEP or REJECT, since escapes such as"
                    + " \\x0a may have this delimiter in them)");
        }
        return new DelimiterEncoder(delimiter, false, policy);
    }

    /** Whether it has a backslash, or begins with what may follow one in an escape. */
    private static boolean mayBeInEscapes(byte[] delimiter) {
        for (byte part : delimiter) {
            if (part == '\\') {
                return true;
            }
        }
        return IN_ESCAPES.indexOf(delimiter[0]) >= 0;
    }

    @Override
    public int overheadBytes() {
        return delimiter.length;
    }

    @Override
    void end(ByteBuf out, int start) {
        int dataEnd = out.writerIndex();
        out.writeBytes(delimiter);
        if (policy != DelimiterPolicy.KEEP && !endsThereOnly(out, start, dataEnd)) {
            amend(out, start, dataEnd);
        }
    }

    private boolean endsThereOnly(ByteBuf out, int start, int dataEnd) {
        search.reset();
        return search.find(out, start, out.writerIndex()) == out.writerIndex() && !isReturn(out, start, dataEnd - 1);
    }

    private boolean isReturn(ByteBuf out, int start, int last) {
        return endsLines && last >= start && out.getByte(last) == CR;
    }

    private void amend(ByteBuf out, int start, int dataEnd) {
        if (policy == DelimiterPolicy.REJECT) {
            throw new EventRefusedException(
                    "the event has the delimiter in it (expected: none, since on_delimiter is" + " reject)");
        }
        byte[] whole = ByteBufUtil.getBytes(out, start, out.writerIndex() - start, true);
        int dataBytes = dataEnd - start;
        boolean hasReturn = isReturn(out, start, dataEnd - 1);
        out.writerIndex(start);
        for (int i = 0; i < dataBytes; i++) {
            if (isDelimiter(whole, i) || (hasReturn && i == dataBytes - 1)) {
                writeEscape(out, whole[i]);
            } else {
                out.writeByte(whole[i]);
            }
        }
        out.writeBytes(delimiter);
    }

    private boolean isDelimiter(byte[] whole, int at) {
        for (int i = 0; i < delimiter.length; i++) {
            if (whole[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private static void writeEscape(ByteBuf out, byte value) {
        out.writeByte('\\');
        if (value == '\n' || value == CR) {
            out.writeByte(value == CR ? 'r' : 'n');
        } else {
            out.writeByte('x').writeByte(HEX.charAt((value >> 4) & 0xF)).writeByte(HEX.charAt(value & 0xF));
        }
    }
}
