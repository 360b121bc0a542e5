package io.wishbone.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class QueueLimitsTest {
    @Test
    void areFourThousandEventsAndFourMebibytesByDefault() {
        assertThat(QueueLimits.DEFAULT).isEqualTo(new QueueLimits(4096, 4 << 20));
        assertThat(QueueLimits.ofEvents(5)).isEqualTo(new QueueLimits(5, 4 << 20));
    }

    @Test
    void haveLowWatermarksOfHalf() {
        assertThat(QueueLimits.DEFAULT.lowEvents()).isEqualTo(2048);
        assertThat(QueueLimits.DEFAULT.lowBytes()).isEqualTo(2 << 20);
        assertThat(new QueueLimits(1, 1).lowEvents()).isZero();
        assertThat(new QueueLimits(1, 1).lowBytes()).isZero();
    }

    @Test
    void haveHardLimitsThatDoNotOverflow() {
        assertThat(new QueueLimits(2, 3).hardLimits()).isEqualTo(new QueueLimits(8, 12));
        assertThat(new QueueLimits(1 << 24, Long.MAX_VALUE).hardLimits())
                .isEqualTo(new QueueLimits(1 << 24, Long.MAX_VALUE));
    }

    @Test
    void refuseWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QueueLimits(0, 1))
                .withMessage("maxEvents: 0 (expected: 1 to 16777216)");
        assertThatIllegalArgumentException().isThrownBy(() -> new QueueLimits((1 << 24) + 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QueueLimits(1, 0))
                .withMessage("maxBytes: 0 (expected: >= 1)");
    }
}
