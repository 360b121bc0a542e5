package io.wishbone.testkit.codec;

import java.util.List;

/** The samples and limits of {@link Texts}, for another codec. */
@FunctionalInterface
interface TextContract extends CodecContract {
    @Override
    default List<CodecSample> samples() {
        return List.of(CodecSample.of("ab", new byte[] {2, 'a', 'b'}), CodecSample.of(""), CodecSample.of("längst"));
    }

    @Override
    default int maxFrameBytes() {
        return Texts.LONGEST + 1;
    }

    @Override
    default byte[] tooLong() {
        return new byte[] {(byte) 200};
    }
}
