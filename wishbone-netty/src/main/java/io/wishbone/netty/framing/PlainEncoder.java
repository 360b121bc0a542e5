package io.wishbone.netty.framing;

/** Writes data and nothing else. <em>Confined to one thread.</em> */
final class PlainEncoder extends FrameEncoder {
    @Override
    public int overheadBytes() {
        return 0;
    }
}
