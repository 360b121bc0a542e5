package io.wishbone.protocols;

import java.util.Objects;

/**
 * What values a decoder takes from a peer. <em>Immutable.</em>
 *
 * @param maxBytes the longest message in bytes, 1 to 2^30; default 16 MiB
 * @param maxDepth how deep lists and maps may be nested, 1 to 500; default 100
 * @param maxNumber how many digits or characters a number may have, 1 to 10,000; default 1,000
 * @param duplicateKeys what becomes of a map that has a key twice; default {@link DuplicateKeys#REFUSE}
 */
public record ValueLimits(int maxBytes, int maxDepth, int maxNumber, DuplicateKeys duplicateKeys) {
    static final int LARGEST = 1 << 30;
    static final int DEEPEST = 500;
    static final int LONGEST_NUMBER = 10_000;

    public ValueLimits {
        Objects.requireNonNull(duplicateKeys, "duplicateKeys");
        Checks.range("maxBytes", maxBytes, 1, LARGEST);
        Checks.range("maxDepth", maxDepth, 1, DEEPEST);
        Checks.range("maxNumber", maxNumber, 1, LONGEST_NUMBER);
    }

    /** The defaults. */
    public static ValueLimits defaults() {
        return builder().build();
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private int maxBytes = 16 << 20;
        private int maxDepth = 100;
        private int maxNumber = 1000;
        private DuplicateKeys duplicateKeys = DuplicateKeys.REFUSE;

        private Builder() {}

        /** See {@link ValueLimits#maxBytes}. */
        public Builder maxBytes(int value) {
            this.maxBytes = value;
            return this;
        }

        /** See {@link ValueLimits#maxDepth}. */
        public Builder maxDepth(int value) {
            this.maxDepth = value;
            return this;
        }

        /** See {@link ValueLimits#maxNumber}. */
        public Builder maxNumber(int value) {
            this.maxNumber = value;
            return this;
        }

        /** See {@link ValueLimits#duplicateKeys}. */
        public Builder duplicateKeys(DuplicateKeys value) {
            this.duplicateKeys = value;
            return this;
        }

        /** The limits; checks them. */
        public ValueLimits build() {
            return new ValueLimits(maxBytes, maxDepth, maxNumber, duplicateKeys);
        }
    }
}
