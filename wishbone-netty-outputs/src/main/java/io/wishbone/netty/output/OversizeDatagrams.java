package io.wishbone.netty.output;

/** What becomes of an event that is longer than the longest datagram. <em>Immutable.</em> */
public enum OversizeDatagrams {
    /** It goes to {@code failed}. */
    FAIL,
    /** It is cut, not within a character of UTF-8, and counted as {@code truncated_total}. */
    TRUNCATE,
    /**
     * It is sent in up to 128 chunks, as receivers of GELF put together, and counted as {@code chunked_total}; one that
     * needs more goes to {@code failed}.
     */
    CHUNK_GELF
}
