package io.wishbone.netty.framing;

/**
 * Cuts messages that something ends which stands in none of them. <em>Confined to the channel's event loop.</em> One
 * without its end may be whole nevertheless, so it is an event at the end of the stream if that is asked for.
 */
abstract class DelimitedCutter implements FrameCutter {
    /** The message whose end has not come. */
    final PartialFrame frame;

    DelimitedCutter(PartialFrame frame) {
        this.frame = frame;
    }

    @Override
    public final boolean isBetweenFrames() {
        return frame.isEmpty();
    }

    @Override
    public final boolean finish(boolean emit) {
        return frame.finish(emit);
    }
}
