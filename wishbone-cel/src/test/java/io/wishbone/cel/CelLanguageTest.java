package io.wishbone.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.expression.EvaluationException;
import io.wishbone.expression.EventFunction;
import io.wishbone.expression.EventPredicate;
import io.wishbone.expression.ExpressionFunction;
import io.wishbone.expression.ExpressionLanguage;
import io.wishbone.expression.ExpressionType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelLanguageTest {
    private final CelLanguage language = new CelLanguage();

    @Test
    void isFoundAsTheLanguage() {
        assertThat(ServiceLoader.load(ExpressionLanguage.class))
                .singleElement()
                .isInstanceOfSatisfying(
                        CelLanguage.class, found -> assertThat(found.name()).isEqualTo("CEL"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data.status >= 500                           | true",
                "data.status >= 504                           | false",
                "data.status == 503.0                         | true",
                "data.text.startsWith('500') && !has(data.no) | true",
                "header.web.remote_address.startsWith('10.')  | true",
                "header[\"in\"].x == 1                        | true",
                "header.web.remote_port in [40000, 40001]     | true",
                "module == 'pick'                             | true",
                "'PATH' in env                                | true",
                "'text' in data && 'no' in data               | false",
                "data.tags.exists(tag, tag == 'a')            | true",
                "data.?no.orValue('-') == '-'                 | true",
                "has(data.no) && data.no.deeper > 1           | false",
                "data.nothing == null                         | true",
                "data.text.matches('^[0-9]+$')                | true",
                "data[\"status\"] > 1                         | true",
            })
    void tellsWhetherAnEventMeetsACondition(String condition, boolean met) throws Exception {
        Map<String, Object> data = new HashMap<>(Map.of("status", 503, "text", "500", "tags", List.of("a", "b")));
        data.put("nothing", null);

        assertThat(language.condition(condition, "pick").test(Samples.event(data)))
                .isEqualTo(met);
    }

    @Test
    void refusesAConditionThatGivesNoTruth() {
        assertThatThrownBy(() -> language.condition("size(data)", "pick"))
                .hasMessage("\"size(data)\" gives int (expected: a condition, which gives true or false)");
    }

    @Test
    void failsAnEventForWhichAConditionGivesNoTruth() {
        EventPredicate condition = language.condition("data.a", "pick");

        assertThatThrownBy(() -> condition.test(Event.of(Map.of("a", "yes"))))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("\"data.a\": it gives string (expected: true or false) (the event has: data.a: string)");
    }

    @Test
    void callsTheFunctionsOfAnExtender() throws Exception {
        ExpressionFunction shout = ExpressionFunction.builder("shout")
                .takes(ExpressionType.STRING, ExpressionType.INT)
                .gives(ExpressionType.STRING)
                .meaning("the text, louder")
                .calls(arguments -> arguments[0] + "!".repeat(Math.toIntExact((Long) arguments[1])));
        ExpressionFunction three = ExpressionFunction.builder("middle")
                .takes(ExpressionType.BYTES, ExpressionType.LIST, ExpressionType.MAP)
                .calls(arguments -> List.of(((byte[]) arguments[0]).length, arguments[1], arguments[2]));
        CelLanguage extended = new CelLanguage(List.of(shout, three));

        assertThat(extended.value("shout(data, 2)", "pick").apply(Event.of("hey")))
                .isEqualTo("hey!!");
        assertThat(extended.value("middle(b'ab', [1], {'k': 'v'})", "pick").apply(Event.of("")))
                .isEqualTo(List.of(2, List.of(1L), Map.of("k", "v")));
    }

    @Test
    void saysWhichFunctionFailedAndWhy() {
        ExpressionFunction broken = ExpressionFunction.builder("broken").calls(arguments -> {
            throw new IllegalStateException("no coffee");
        });
        EventFunction<?> value = new CelLanguage(List.of(broken)).value("broken()", "pick");

        assertThatThrownBy(() -> value.apply(Event.of("")))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("\"broken()\": broken: no coffee");
    }

    @Test
    void refusesAFunctionWithANameOfTheLanguage() {
        ExpressionFunction own = ExpressionFunction.builder("size").calls(arguments -> 1L);

        assertThatThrownBy(() -> new CelLanguage(List.of(own)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("function \"size\" is one of CEL's (expected: another name)");
    }

    @Test
    void evaluatesOnSeveralThreadsAtOnce() throws Exception {
        EventFunction<?> value = language.value("data.list.map(x, x * data.factor)[1]", "pick");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                long factor = i;
                Event event = Event.of(Map.of("list", List.of(1, 2), "factor", factor));
                tasks.add(() -> {
                    for (int n = 0; n < 2_000; n++) {
                        if (!value.apply(event).equals(2 * factor)) {
                            return false;
                        }
                    }
                    return true;
                });
            }
            for (Future<Boolean> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
