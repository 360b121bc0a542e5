package io.wishbone.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    /** Its expressions give their own source text, or what an event's data has under it. */
    private static final class Echo implements ExpressionLanguage {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public EventPredicate condition(String source, String module) {
            throw new UnsupportedOperationException("templates have no conditions");
        }

        @Override
        public EventFunction<@Nullable Object> value(String source, String module) {
            return event -> event.data() instanceof Map<?, ?> map && map.get(source) != null ? map.get(source) : source;
        }

        @Override
        public TextPattern pattern(String source) {
            throw new UnsupportedOperationException("templates have no patterns");
        }
    }

    /** Its expressions are null. */
    private static final class Nulls implements ExpressionLanguage {
        @Override
        public String name() {
            return "nulls";
        }

        @Override
        public EventPredicate condition(String source, String module) {
            throw new UnsupportedOperationException("templates have no conditions");
        }

        @Override
        @SuppressWarnings("NullAway") // null is what it is for
        public EventFunction<@Nullable Object> value(String source, String module) {
            return event -> null;
        }

        @Override
        public TextPattern pattern(String source) {
            throw new UnsupportedOperationException("templates have no patterns");
        }
    }

    private static String render(String template, Object data) throws Exception {
        return Template.compile(template, Echo::new, "m").apply(Event.of(data));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain            | plain",
                "{{ a }}          | a",
                "x{{a}}y{{ b }}z  | xaybz",
                "{{ \"}}\" }}     | \"}}\"",
                "{{ {'k': {}} }}  | {'k': {}}",
                "{{ \"\\\"}}\" }} | \"\\\"}}\"",
                "}} {             | }} {",
            })
    void cutsTextFromExpressions(String template, String rendered) throws Exception {
        assertThat(render(template, "data")).isEqualTo(rendered);
    }

    @Test
    void insertsEveryKindOfValueAsText() throws Exception {
        Map<String, Object> data =
                Map.of("n", 7L, "d", 1.5, "t", true, "l", List.of(1L, "two"), "b", new byte[] {'h', 'i'});
        assertThat(render("{{n}} {{d}} {{t}} {{l}} {{b}}", data)).isEqualTo("7 1.5 true [1,\"two\"] hi");
    }

    @Test
    void insertsNothingForNull() throws Exception {
        assertThat(Template.compile("<{{ n }}>", Nulls::new, "m").apply(Event.of("data")))
                .isEqualTo("<>");
    }

    @Test
    void saysWhereAnExpressionIsNotClosed() {
        assertThatThrownBy(() -> Template.compile("abc {{ data", Echo::new, "m"))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("the expression that begins at column 5 of \"abc {{ data\" is not closed (expected: }})");
    }
}
