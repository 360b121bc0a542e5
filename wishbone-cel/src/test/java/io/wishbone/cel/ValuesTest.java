package io.wishbone.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Structured;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class ValuesTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    static final List<Arguments> SCALARS = List.of(
            Arguments.of("text", "string", "text"),
            Arguments.of("bytes".getBytes(StandardCharsets.UTF_8), "string", "bytes"),
            Arguments.of(new byte[] {'a', (byte) 0xff}, "string", "a\ufffd"),
            Arguments.of((byte) 1, "int", 1L),
            Arguments.of((short) 2, "int", 2L),
            Arguments.of(3, "int", 3L),
            Arguments.of(4L, "int", 4L),
            Arguments.of(BigInteger.TEN, "int", 10L),
            Arguments.of(BigInteger.TWO.pow(80), "double", Math.pow(2, 80)),
            Arguments.of(1.5f, "double", 1.5),
            Arguments.of(2.5, "double", 2.5),
            Arguments.of(new BigDecimal("0.25"), "double", 0.25),
            Arguments.of(new LongAdder(), "int", 0L),
            Arguments.of(true, "bool", true),
            Arguments.of('c', "string", "c"),
            Arguments.of(Thread.State.NEW, "string", "NEW"),
            Arguments.of(TIME, "type(timestamp('2026-01-01T00:00:00Z'))", TIME),
            Arguments.of(Duration.ofSeconds(5), "type(duration('1s'))", Duration.ofSeconds(5)));

    @ParameterizedTest
    @FieldSource("SCALARS")
    void dataIsAValueOfTheLanguageAndBack(Object data, String type, Object back) throws Exception {
        assertThat(Samples.value("type(data) == " + type, data)).isEqualTo(true);
        assertThat(Samples.value("data", data)).isEqualTo(back);
    }

    @Test
    void recordsWithFieldsAreMaps() throws Exception {
        Structured metric = () -> Map.of("name", "load");

        assertThat(Samples.value("data.name", metric)).isEqualTo("load");
    }

    @Test
    void listsArraysAndSetsAreLists() throws Exception {
        assertThat(Samples.value("data[1]", List.of("a", "b"))).isEqualTo("b");
        assertThat(Samples.value("data[1]", new int[] {1, 2})).isEqualTo(2L);
        assertThat(Samples.value("data[0]", new String[] {"a"})).isEqualTo("a");
        assertThat(Samples.value("'a' in data", Set.of("a"))).isEqualTo(true);
    }

    @Test
    void bytesWithinDataAreBytes() throws Exception {
        Map<String, Object> data = Map.of("b", new byte[] {'h', 'i'});

        assertThat(Samples.value("data.b", data)).isEqualTo(new byte[] {'h', 'i'});
        assertThat(Samples.value("string(data.b) + '!'", data)).isEqualTo("hi!");
    }

    @Test
    void mapsAndListsComeBackAsTheEventHasThem() throws Exception {
        Map<String, Object> inner = new LinkedHashMap<>(Map.of("k", new byte[] {1}));
        Map<String, Object> data = Map.of("inner", inner, "list", List.of(1));

        assertThat(Samples.value("data.inner", data)).isSameAs(inner);
        assertThat(Samples.value("{'copy': [data.list, 1u, b'x', null]}", data))
                .usingRecursiveComparison()
                .isEqualTo(Map.of("copy", Arrays.asList(List.of(1), 1L, new byte[] {'x'}, null)));
    }

    @Test
    void nullIsNullAndAnEmptyOptionalToo() throws Exception {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("n", null);

        assertThat(Samples.value("data.n", data)).isNull();
        assertThat(Samples.value("data.?missing", data)).isNull();
        assertThat(Samples.value("data.?n.orValue('x')", data)).isNull();
    }

    @Test
    void mapsAreEqualByContentAndMayHaveNumbersAsKeys() throws Exception {
        Map<Object, Object> data = Map.of(7, Map.of("z", List.of(1, 2)));

        assertThat(Samples.value("data == {7: {'z': [1, 2]}}", data)).isEqualTo(true);
        assertThat(Samples.value("data[7].z[0] + size(data[7].z)", data)).isEqualTo(3L);
        assertThat(Samples.value("data.map(k, k)", data)).isEqualTo(List.of(7L));
        assertThat(Samples.value("data.all(k, data[k].z == [1, 2])", data)).isEqualTo(true);
    }

    @Test
    void nothingIsReadThatNobodyAsksFor() throws Exception {
        Map<String, Object> untouchable = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new AssertionError("walked through");
            }
        };
        Map<String, Object> data = Map.of("status", 1, "rest", untouchable, "list", List.of(untouchable));

        assertThat(Samples.value("data.status + 1", data)).isEqualTo(2L);
        assertThat(Samples.value("data.list.size()", data)).isEqualTo(1L);
        assertThat(Samples.value("data.list[0]", data)).isSameAs(untouchable);
    }

    @Test
    void listsThatGrowOutOfOneAnotherStayApart() throws Exception {
        assertThat(Samples.value("[data + [3], data + [4]].map(l, [l + [5], l + [6], l])", List.of(1)))
                .isEqualTo(List.of(
                        List.of(List.of(1L, 3L, 5L), List.of(1L, 3L, 6L), List.of(1L, 3L)),
                        List.of(List.of(1L, 4L, 5L), List.of(1L, 4L, 6L), List.of(1L, 4L))));
    }

    @Test
    void aMacroOverAListTakesStepsInProportion() throws Exception {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < Limits.ITERATIONS; i++) {
            list.add(i);
        }

        assertThat(Samples.value("data.filter(x, x % 2 == 0)", list))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(list.size() / 2)
                .startsWith(0L, 2L);
    }
}
