package io.wishbone.micrometer;

import io.micrometer.core.instrument.Meter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One figure as it was read last, and its meter. <em>Thread-safe</em> to read; written under its binding's lock. */
final class Figure {
    volatile double value;

    @Nullable Meter meter;

    Figure(double value) {
        this.value = value;
    }

    Meter meter() {
        return Objects.requireNonNull(meter, "meter");
    }
}
