package io.wishbone.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.expression.ExpressionException;
import io.wishbone.expression.TextPattern;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearPatternTest {
    private static TextPattern pattern(String source) {
        return new CelLanguage().pattern(source);
    }

    @Test
    void givesWhatItsNamedGroupsMatchInTheirOrder() {
        TextPattern pattern = pattern("(?P<zone>\\w+)/(\\d+)/(?P<area>\\w+)(?P<rest>/.*)?");

        assertThat(pattern.groupNames()).containsExactly("zone", "area", "rest");
        assertThat(pattern.groups("- eu/1/x/y/eu/2/z -")).hasToString("{zone=eu, area=x, rest=/y/eu/2/z -}");
        assertThat(pattern.groups("eu/1/x")).hasToString("{zone=eu, area=x}");
        assertThat(pattern.groups("eu")).isNull();
        assertThat(pattern("a").groups("a")).isEmpty();
        assertThat(pattern("a").groupNames()).isEqualTo(List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a            | -          | banana        | b-n-n-",
                "x            | -          | banana        | banana",
                "(a)(n)       | $2$1       | banana        | bnanaa",
                "(a)(n)       | $0$0       | banana        | banananana",
                "(a)(x)?      | <$2>       | banana        | b<>n<>n<>",
                "(?P<v>[aeo]) | [${v}]     | tone          | t[o]n[e]",
                "a            | \\$1\\\\   | ba            | b$1\\",
                "(a)          | $10        | ba            | ba0",
                "()           | -          | ab            | -a-b-",
                "^            | >          | ab            | >ab",
                "ü(.)         | $1$1       | grün          | grnn",
                "a            | ``         | banana        | bnn",
            })
    void replacesEachMatch(String source, String replacement, String text, String result) {
        assertThat(pattern(source).replacing(replacement).apply(text)).isEqualTo(result);
    }

    @Test
    void knowsMoreThanNineGroups() {
        TextPattern pattern = pattern("(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)");

        assertThat(pattern.replacing("$11$10$1x").apply("abcdefghijk")).isEqualTo("kjax");
        assertThat(pattern.replacing("$12").apply("abcdefghijk")).isEqualTo("a2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$2      | there is no group 2",
                "${no}   | there is no group \"no\"",
                "$x      | a $ that begins no group",
                "a$      | a $ that begins no group",
                "${v     | a $ that begins no group",
                "a\\     | it ends with a backslash",
            })
    void refusesAReplacementThatNamesNoGroup(String replacement, String complaint) {
        assertThatThrownBy(() -> pattern("(?P<v>a)").replacing(replacement))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("\"" + replacement + "\": " + complaint
                        + " in \"(?P<v>a)\" (expected: $1, ${name}, \\$ or \\\\)");
    }

    @Test
    void refusesWhatIsNoPatternOrWouldBackTrack() {
        assertThatThrownBy(() -> pattern("(a"))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("\"(a\" is no regular expression: missing closing ) (expected: RE2)");
        assertThatThrownBy(() -> pattern("(a)\\1")).isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> pattern("a(?=b)")).isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> pattern("x".repeat(1_001))).hasMessageContaining("1001 characters");
    }

    @Test
    void boundsWhatItMakes() {
        String text = "a".repeat(20_000);

        assertThatThrownBy(() -> pattern("a").replacing("x".repeat(1_000)).apply(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: up to 16777216");
    }

    @Test
    void takesLinearTimeWhereOthersTakeForEver() {
        String text = "a".repeat(5_000) + "!";

        assertThat(pattern("^(?P<all>(a+)+)$").groups(text)).isNull();
        assertThat(pattern("^(a+)+$").replacing("-").apply(text)).isEqualTo(text);
    }
}
