package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedTableTest {
    @Test
    void forgetsTheKeyThatWasNotUsedForLongest() {
        BoundedTable<String> table = BoundedTable.byUse(2);
        assertThat(table.add("a", "A")).isNull();
        assertThat(table.add("b", "B")).isNull();
        table.get("a");

        assertThat(table.add("c", "C")).isEqualTo("B");
        assertThat(table.get("a")).isEqualTo("A");
        assertThat(table.get("b")).isNull();
    }

    @Test
    void forgetsTheKeyThatWasAddedFirst() {
        BoundedTable<String> table = BoundedTable.byAge(2);
        table.add("a", "A");
        table.add("b", "B");
        table.get("a");

        assertThat(table.add("c", "C")).isEqualTo("A");
        assertThat(table.remove("b")).isEqualTo("B");
        assertThat(table.add("d", "D")).isNull();
    }

    @Test
    void remembersOneKeyAtLeast() {
        BoundedTable<String> table = BoundedTable.byUse(1);
        table.add("a", "A");
        assertThat(table.add("b", "B")).isEqualTo("A");
        assertThat(table.get("b")).isEqualTo("B");
    }
}
