package io.wishbone.event;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HeaderTest {
    @Test
    void anEmptyHeaderHasNoEntry() {
        assertThat(Header.empty().asMap()).isEmpty();
        assertThat(Header.empty().get("in", "key")).isNull();
    }

    @Test
    void givesWhatWasNoted() {
        Header header = Header.of("in", Map.of("port", 514));

        assertThat(header.get("in", "port")).isEqualTo(514);
        assertThat(header.get("in", "other")).isNull();
        assertThat(header.get("other", "port")).isNull();
    }

    @Test
    void keepsTheOrderOfEntries() {
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("z", 1);
        entries.put("a", 2);

        Header header = Header.of("m", entries).with("m", "k", 3).with("b", "k", 4);

        assertThat(header.asMap().keySet()).containsExactly("m", "b");
        assertThat(header.asMap().get("m")).containsOnlyKeys("z", "a", "k");
        assertThat(header).hasToString("{m={z=1, a=2, k=3}, b={k=4}}");
    }

    @Test
    void isNotChangedThroughTheMapItWasMadeOf() {
        Map<String, Object> entries = new HashMap<>(Map.of("k", 1));
        Header header = Header.of("m", entries);

        entries.put("k", 2);

        assertThat(header.get("m", "k")).isEqualTo(1);
    }

    @Test
    void isNotChangedThroughItsView() {
        Map<String, Map<String, Object>> view =
                Header.of("m", Map.of("k", 1)).with("n", "k", 2).asMap();

        assertThatThrownBy(() -> view.put("x", Map.of())).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> requireNonNull(view.get("m")).put("x", 1))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> requireNonNull(view.get("n")).put("x", 1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void addingLeavesTheFirstHeaderAsItWasAndSharesTheRest() {
        Header first = Header.of("m", Map.of("k", 1));

        Header second = first.with("n", "k", 2);
        Header third = second.with("m", "k", 3);

        assertThat(first.get("n", "k")).isNull();
        assertThat(second.asMap().get("m")).isSameAs(first.asMap().get("m"));
        assertThat(second.get("m", "k")).isEqualTo(1);
        assertThat(third.get("m", "k")).isEqualTo(3);
        assertThat(third.asMap().get("n")).isSameAs(second.asMap().get("n"));
    }

    @Test
    void equalsAHeaderWithTheSameEntries() {
        Header one = Header.empty().with("m", "k", 1);
        Header other = Header.of("m", Map.of("k", 1));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(Header.empty());
    }

    @Test
    @SuppressWarnings("NullAway") // what callers without a checker may do
    void refusesNullValuesAndNamesTheKey() {
        Map<String, Object> entries = new HashMap<>();
        entries.put("peer", null);

        assertThatNullPointerException()
                .isThrownBy(() -> Header.of("m", entries))
                .withMessage("value of header key \"peer\"");
        assertThatNullPointerException().isThrownBy(() -> Header.empty().with("m", "k", null));
    }

    @Test
    void addsSeveralEntriesAtOnce() {
        Header first = Header.of("m", Map.of("k", 1));

        assertThat(first.with("m", Map.of("k", 2)).asMap()).isEqualTo(Map.of("m", Map.of("k", 2)));
        assertThat(first.with("m", Map.of("l", 2)).with("n", Map.of("o", 3))).hasToString("{m={k=1, l=2}, n={o=3}}");
        assertThat(first).hasToString("{m={k=1}}");
    }

    @Test
    void leavesOutAnEntryAndAModuleWithoutEntries() {
        Header header = Header.of("m", Map.of("k", 1)).with("m", "l", 2).with("n", "o", 3);

        assertThat(header.without("m", "k")).hasToString("{m={l=2}, n={o=3}}");
        assertThat(header.without("m", "k").without("m", "l")).hasToString("{n={o=3}}");
        assertThat(header.without("m", "no")).isSameAs(header);
        assertThat(header.without("no", "k")).isSameAs(header);
        assertThat(header).hasToString("{m={k=1, l=2}, n={o=3}}");
    }

    @Test
    void isAMapOfMapsToWhoReadsIt() {
        Header header = Header.of("in", Map.of("port", 1))
                .with("b", "k", 2)
                .with("b", "l", 3)
                .with("in", "port", 4);
        Map<String, Map<String, Object>> map = header.asMap();

        assertThat(map).isEqualTo(Map.of("in", Map.of("port", 4), "b", Map.of("k", 2, "l", 3)));
        assertThat(map.keySet()).containsExactly("in", "b");
        assertThat(map.containsKey("c")).isFalse();
        assertThat(header.hashCode())
                .isEqualTo(Map.of("in", Map.of("port", 4), "b", Map.of("k", 2, "l", 3))
                        .hashCode());
        Map<String, Object> inner = Objects.requireNonNull(map.get("b"));
        assertThat(inner.entrySet()).hasSize(2).contains(Map.entry("l", 3));
        assertThat(inner.containsKey("x")).isFalse();
        assertThatThrownBy(() -> inner.put("m", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(inner::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> inner.remove("k")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void takesAwayEntriesWhereverTheyStand() {
        Header header =
                Header.of("m", Map.of()).with("m", "a", 1).with("m", "b", 2).with("m", "c", 3);

        assertThat(header.without("m", "a").asMap()).isEqualTo(Map.of("m", Map.of("b", 2, "c", 3)));
        assertThat(header.without("m", "b").asMap()).isEqualTo(Map.of("m", Map.of("a", 1, "c", 3)));
        assertThat(header.without("m", "c").asMap()).isEqualTo(Map.of("m", Map.of("a", 1, "b", 2)));
        assertThat(header.without("m", "x")).isSameAs(header);
    }

    @Test
    void putsAModuleLastWithAllItHas() {
        Header header = Header.of("a", Map.of("k", 1))
                .with("b", "k", 2)
                .withLast("a", "error", "x")
                .with("b", "other", 3);

        assertThat(header.asMap().keySet()).containsExactly("b", "a");
        assertThat(header.get("a", "k")).isEqualTo(1);
        assertThat(header.get("a", "error")).isEqualTo("x");
    }

    @Test
    void findsTheLastModuleThatHasAnEntry() {
        Header header = Header.of("a", Map.of("error", 1)).with("b", "error", 2).with("c", "k", 3);

        assertThat(header.lastModuleWith("error")).contains("b");
        assertThat(header.withLast("a", "error", 4).lastModuleWith("error")).contains("a");
        assertThat(header.lastModuleWith("none")).isEmpty();
    }
}
