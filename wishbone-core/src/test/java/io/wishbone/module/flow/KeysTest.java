package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.EventRefusedException;
import io.wishbone.event.Event;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final Event EVENT = Event.of("any");

    private static Object keyOf(Object value) throws Exception {
        return Keys.of(event -> value, EVENT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void areEqualByValue() throws Exception {
        assertThat(keyOf("a")).isEqualTo(keyOf(CharBuffer.wrap("a"))).isNotEqualTo(keyOf("b"));
        assertThat(keyOf(bytes("a"))).isEqualTo(keyOf(bytes("a"))).isNotEqualTo(keyOf(bytes("b")));
        assertThat(keyOf(7)).isEqualTo(keyOf(7L)).isEqualTo(keyOf((short) 7)).isNotEqualTo(keyOf("7"));
        assertThat(keyOf(1.5)).isEqualTo(keyOf(1.5));
        assertThat(keyOf(true)).isEqualTo(true);
        assertThat(keyOf(List.of(1, "a"))).isEqualTo(keyOf(List.of(1L, "a")));
        assertThat(keyOf(Map.of("k", bytes("v")))).isEqualTo(keyOf(Map.of("k", bytes("v"))));
    }

    @Test
    void takeLittleMemoryHoweverLongTheValueIs() throws Exception {
        String longest = "x".repeat(256);
        assertThat(keyOf(longest)).isEqualTo(longest);
        String longer = longest + "x";
        assertThat(keyOf(longer))
                .isInstanceOf(BigInteger.class)
                .isEqualTo(keyOf(longest + "x"))
                .isNotEqualTo(keyOf(longest + "y"));
        assertThat(keyOf(bytes(longer))).isInstanceOf(BigInteger.class);
        assertThat(keyOf(List.of(longer))).isInstanceOf(BigInteger.class);
    }

    @Test
    @SuppressWarnings("NullAway") // a lambda of somebody who does not check
    void areRefusedWhereThereIsNone() {
        assertThatThrownBy(() -> Keys.of(event -> null, EVENT))
                .isInstanceOf(EventRefusedException.class)
                .hasMessage("key: null (expected: a value)");
    }

    @Test
    void spreadEvenly() throws Exception {
        int[] counts = new int[10];
        for (int i = 0; i < 10_000; i++) {
            counts[(int) Long.remainderUnsigned(Keys.hash(keyOf("key-" + i)), counts.length)]++;
        }
        assertThat(counts).satisfies(all -> {
            for (int count : all) {
                assertThat(count).isBetween(850, 1_150);
            }
        });
    }

    @Test
    void haveTheSameHashOnEveryMachine() throws Exception {
        assertThat(Keys.hash(keyOf("alpha"))).isEqualTo(Keys.mix("alpha".hashCode()));
        assertThat(Keys.mix(0)).isEqualTo(0xe220a8397b1dcdafL);
    }
}
