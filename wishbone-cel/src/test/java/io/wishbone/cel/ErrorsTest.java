package io.wishbone.cel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.expression.EvaluationException;
import io.wishbone.expression.ExpressionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
    private static final String EXAMPLE = "(expected: an expression such as data.status >= 500)";

    private static void assertRefused(String source, String complaint) {
        assertThatThrownBy(() -> new CelLanguage().value(source, "pick"))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("\"" + source + "\"" + complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dta.x == 1        | 1  | there is no variable \"dta\" (expected: data, env, header or module; did you mean \"data\"?)",
                "header.in.x == 1  | 8  | \"in\" is a word of the language (expected: header[\"in\"])",
                "header.my-input.x | 11 | there is no variable \"input\" (expected: data, env, header or module; a name with a dash is written [\"my-input\"])",
                "1 + lowercase(data) | 5 | there is no function \"lowercase\" (expected: a function of the language; did you mean \"lowerAscii\"?)",
                "data.startswith('') | 6 | there is no function \"startswith\" (expected: a function of the language; did you mean \"startsWith\"?)",
                "data.exists(x)    | 6  | \"exists\" takes other arguments (expected: see the table of functions)",
                "data.x = 1        | 8  | \"=\" (expected: ==)",
                "data.x => 1       | 8  | \"=>\" (expected: >=)",
                "data.x and data.y | 8  | \"and\" (expected: &&)",
                "not data.x        | 1  | \"not\" (expected: !)",
                "module + 1        | 8  | + does not take (string, int) (expected: (int, int), (uint, uint), (double, double), (string, string), (bytes, bytes), (list(T), list(T)), (Timestamp, Duration), (Duration, Timestamp), (Duration, Duration))",
                "sha256(1)         | 7  | sha256 does not take (int) (expected: (string), (bytes))",
            })
    void saysWhereAndWhatIsWrongAndWhatIsMeant(String source, int column, String complaint) {
        assertRefused(source, ", column " + column + ": " + complaint);
    }

    @Test
    void saysWhereAnExpressionEndsTooEarly() {
        assertRefused("data.x >", ", column 9: it ends too early " + EXAMPLE);
        assertRefused("", ", column 1: it ends too early " + EXAMPLE);
    }

    @Test
    void countsLinesWhereThereAreSeveral() {
        assertRefused(
                "data.x\n  == dta",
                ", line 2, column 6: there is no variable \"dta\" (expected: data, env, header or module; did you mean"
                        + " \"data\"?)");
    }

    @Test
    void looksForNothingInStrings() {
        assertRefused(
                "data.x == 'a.in b = c' + dta",
                ", column 26: there is no variable \"dta\" (expected: data, env, header or module; did you mean"
                        + " \"data\"?)");
    }

    @Test
    void refusesABadRegularExpressionAtOnce() {
        assertRefused("data.matches('(')", ": \"(\" is no regular expression: missing closing ) (expected: RE2)");
        assertRefused(
                "regex_replace(data, 'a(?=b)', '')",
                ": \"a(?=b)\" is no regular expression: invalid or unsupported Perl syntax (expected: RE2)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data.missing             | there is no data.missing (data has: status, text, sub, list)",
                "data.sub.k.x             | there is no data.sub.k (data.sub has: z)",
                "data['missing']          | there is no data.missing (data has: status, text, sub, list)",
                "data['a b']              | there is no data[\"a b\"] (data has: status, text, sub, list)",
                "header.nope.x            | there is no header.nope (header has: web, in)",
                "header[module].x         | there is no header.pick (header has: web, in)",
                "header.web.nope          | there is no header.web.nope (header.web has: remote_address, remote_port)",
                "data.text >= 500         | >= does not take values of these types (the event has: data.text: string)",
                "data.text.x              | there is no field \"x\" in what is no map (the event has: data.text: string)",
                "data.status / 0          | / by zero (the event has: data.status: int)",
                "data.status + data.text  | + does not take values of these types (the event has: data.status: int, data.text: string)",
                "data.list[7]             | Index out of bounds: 7 (the event has: data.list: list)",
                "data.list['x']           | [] does not take values of these types (the event has: data.list: list)",
                "int(data.sub.z)          | there is a text that is no number (the event has: data.sub.z: string)",
                "sha256(data.sub)         | sha256 does not take values of these types (the event has: data.sub: map)",
                "matches('a', data.text + '(') | \"500(\" is no regular expression: missing closing ) (expected: RE2) (the event has: data.text: string)",
                "parse_time(data.text, 'yyyy-MM-dd') | parse_time: a time of 3 characters is not of the pattern \"yyyy-MM-dd\" at character 1 (the event has: data.text: string)",
            })
    void saysWhatFailedAndWhatTheEventHas(String source, String complaint) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("status", 503);
        data.put("text", "500");
        data.put("sub", Map.of("z", "word"));
        data.put("list", List.of(1));

        assertThatThrownBy(() -> Samples.value(source, data))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("\"" + source + "\": " + complaint);
    }

    @Test
    void showsNoMoreThanTheBeginningOfWhatIsLong() {
        Map<String, Object> data = new LinkedHashMap<>();
        for (int i = 0; i < 1_000; i++) {
            data.put("key" + i + "x".repeat(1_000), i);
        }

        assertThatThrownBy(() -> Samples.value("data.missing", data))
                .hasMessageStartingWith("\"data.missing\": there is no data.missing (data has: key0xxx")
                .message()
                .hasSizeLessThan(1_000);
    }
}
