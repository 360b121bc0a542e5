package io.wishbone.examples.thermometer;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32;

/**
 * The form of a telegram. All numbers are big-endian.
 *
 * <pre>
 * 0        2        3        5            9
 * +--------+--------+--------+------------+---------+--------+
 * | magic  | version| length | value      | name    | CRC-32 |
 * | 'T' 'M'| 1      | 4 + n  | 0.001 deg C| n bytes | 4 bytes|
 * +--------+--------+--------+------------+---------+--------+
 * </pre>
 */
final class Telegram {
    static final int MAGIC = 'T' << 8 | 'M';
    static final int VERSION = 1;
    static final int HEADER_BYTES = 5;
    static final int VALUE_BYTES = 4;
    static final int CHECKSUM_BYTES = 4;

    private Telegram() {}

    /** The checksum of some bytes of a buffer. */
    static int checksum(ByteBuf buffer, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(buffer.nioBuffer(from, length));
        return (int) crc.getValue();
    }
}
