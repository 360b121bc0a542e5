package io.wishbone.module.process;

/** What becomes of an event whose text a pattern does not match. */
public enum Mismatch {
    /** It goes to {@code failed}. */
    FAIL,
    /** It stays as it is, and the next operation is applied. */
    PASS
}
