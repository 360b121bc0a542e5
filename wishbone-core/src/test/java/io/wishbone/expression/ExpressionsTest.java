package io.wishbone.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.ArgumentException;
import org.junit.jupiter.api.Test;

/** What those see who have no language of expressions on their class path. */
class ExpressionsTest {
    @Test
    void textWithoutExpressionsNeedsNoLanguage() {
        assertThat(Expressions.template().read("a: } {")).isEqualTo(new PlainText("a: } {"));
    }

    @Test
    void anExpressionWithoutALanguageSaysWhatIsMissing() {
        for (int again = 0; again < 2; again++) {
            assertThatThrownBy(() -> Expressions.template().read("{{ data }}"))
                    .isInstanceOf(ArgumentException.class)
                    .hasMessageStartingWith("there is no expression language on the class path (expected: the artifact"
                            + " wishbone-cel");
        }
        assertThatThrownBy(() -> Expressions.condition().read("true")).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Expressions.value().read("1")).isInstanceOf(ArgumentException.class);
    }
}
