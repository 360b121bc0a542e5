package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterConfigTest {
    @Test
    void leavesThreadsForSocketsToTheModulesUnlessItSaysHowMany() {
        assertThat(RouterConfig.builder().build().ioThreads()).isZero();
        assertThat(RouterConfig.builder().ioThreads(1024).build().ioThreads()).isEqualTo(1024);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1025})
    void refusesAnImpossibleNumberOfThreadsForSockets(int threads) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RouterConfig.builder().ioThreads(threads).build())
                .withMessage("ioThreads: " + threads + " (expected: 0 to 1024; 0 is the default)");
    }
}
