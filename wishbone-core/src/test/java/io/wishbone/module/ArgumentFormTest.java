package io.wishbone.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentFormTest {
    private enum Colour {
        RED,
        GREEN
    }

    @Test
    void tellsWhatATypeTakes() {
        assertThat(ArgumentType.text().form()).isEqualTo(new ArgumentForm.Text());
        assertThat(ArgumentType.flag().form()).isEqualTo(new ArgumentForm.Flag());
        assertThat(ArgumentType.integer(1, 9).form()).isEqualTo(new ArgumentForm.Whole(1, 9));
        assertThat(ArgumentType.integer(1L, Long.MAX_VALUE).form())
                .isEqualTo(new ArgumentForm.Whole(1, Long.MAX_VALUE));
        assertThat(ArgumentType.decimal(0, 1).form()).isEqualTo(new ArgumentForm.Decimal(0, 1));
        assertThat(ArgumentType.duration(Duration.ofMillis(1)).form())
                .isEqualTo(new ArgumentForm.Time(Duration.ofMillis(1)));
        assertThat(ArgumentType.size(1, 1024).form()).isEqualTo(new ArgumentForm.Size(1, 1024));
        assertThat(ArgumentType.choice(Colour.class).form())
                .isEqualTo(new ArgumentForm.Choice(List.of("red", "green")));
        assertThat(ArgumentType.listOf(ArgumentType.text()).form())
                .isEqualTo(new ArgumentForm.ListOf(new ArgumentForm.Text()));
    }

    @Test
    void takesAnythingWhereATypeReadsByItself() {
        assertThat(ArgumentType.of("anything", raw -> raw).form()).isEqualTo(new ArgumentForm.Any());
        assertThat(ArgumentType.inModule("anything", (raw, module) -> raw).form())
                .isEqualTo(new ArgumentForm.Any());
    }
}
