package io.wishbone.netty.framing;

import io.netty.buffer.ByteBuf;

/** Cuts messages that a delimiter of several bytes ends. <em>Confined to the channel's event loop.</em> */
final class DelimiterCutter extends DelimitedCutter {
    private final DelimiterSearch search;

    DelimiterCutter(PartialFrame frame, byte[] delimiter) {
        super(frame);
        this.search = new DelimiterSearch(delimiter);
    }

    @Override
    public boolean next(ByteBuf input) {
        int start = input.readerIndex();
        int end = search.find(input, start, input.writerIndex());
        return end < 0
                ? frame.keep(input, search.matchedBytes())
                : frame.end(input, end - start, search.delimiterBytes());
    }
}
