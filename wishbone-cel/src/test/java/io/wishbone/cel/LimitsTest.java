package io.wishbone.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.expression.EvaluationException;
import io.wishbone.expression.ExpressionException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shows that an expression ends, soon and without filling the memory. */
@Timeout(30)
class LimitsTest {
    private static void assertFails(String source, Object data, String reason) {
        assertThatThrownBy(() -> Samples.value(source, data))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void macrosWithinMacrosShareTheirSteps() {
        List<Integer> many = Collections.nCopies(1_000, 1);

        assertFails("data.all(x, data.all(y, data.all(z, true)))", many, "its macros took more than 10000 steps");
    }

    @Test
    void aMacroOverALargeListEnds() {
        assertFails("data.map(x, data[0])", Collections.nCopies(1_000_000, 1), "more than 10000 steps");
    }

    @Test
    void aRegularExpressionTakesLinearTime() throws Exception {
        assertThat(Samples.value("data.matches('^(a+)+$')", "a".repeat(100_000) + "b"))
                .isEqualTo(false);
        assertThat(Samples.value("regex_extract(data, '^(a|aa)+$')", "a".repeat(100_000) + "b"))
                .isEqualTo("");
    }

    @Test
    void aRegularExpressionHasALimitedSize() {
        assertFails("data.matches(data)", "(a{100}){100}", "(expected: up to 1000)");
        assertFails("data.matches(data)", "a".repeat(2_000), "has 2000 characters (expected: up to 1000)");
    }

    @Test
    void resultsHaveALimitedSize() {
        String large = "x".repeat(4 << 20);

        assertFails("data + data + data + data + data", large, "(expected: up to 16777216)");
        assertFails("data.replace('', data)", large, "(expected: up to 16777216)");
        assertFails("data.replace('x', data, 100)", large, "(expected: up to 16777216)");
        assertFails("[data, data, data, data, data].join('')", large, "(expected: up to 16777216)");
        assertFails("regex_replace(data, 'x', data)", "x".repeat(1 << 16), "longer than 16777216");
        assertFails("bytes(data) + bytes(data) + bytes(data) + bytes(data) + bytes(data)", large, "20971520 bytes");
    }

    @Test
    void aDeeplyNestedEventFailsInsteadOfTheModule() {
        Object deep = List.of(1);
        for (int i = 0; i < 100_000; i++) {
            deep = List.of(deep);
        }

        assertFails("data == [data]", deep, "the event is nested too deeply");
    }

    @Test
    void expressionsHaveALimitedLengthAndDepth() {
        CelLanguage language = new CelLanguage();

        assertThatThrownBy(() -> language.value("1" + " + 1".repeat(2_500), "pick"))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("size: 10001, limit 10000");
        assertThatThrownBy(() -> language.value("(".repeat(100) + "1" + ")".repeat(100), "pick"))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("limit: 50");
    }

    @Test
    void replacesAsTheLanguageDoes() throws Exception {
        assertThat(Samples.value("data.replace('a', 'bb')", "aca")).isEqualTo("bbcbb");
        assertThat(Samples.value("data.replace('', '-')", "a\uD83D\uDE00")).isEqualTo("-a-\uD83D\uDE00-");
        assertThat(Samples.value("data.replace('a', 'b', 2)", "aaa")).isEqualTo("bba");
        assertThat(Samples.value("data.replace('a', 'b', 0)", "aaa")).isEqualTo("aaa");
        assertThat(Samples.value("data.replace('a', 'b', -1)", "aaa")).isEqualTo("bbb");
    }
}
