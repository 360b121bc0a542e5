package io.wishbone.module.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data                        | data",
                "data.a                      | data/a",
                "data.a.b.c                  | data/a/b/c",
                "data.a-b.c d                | data/a-b/c d",
                "data[\"a.b\"]               | data/a.b",
                "data['a.b'].c               | data/a.b/c",
                "data.a[\"b]\"][\"c\"]       | data/a/b]/c",
                "data[\"it's\"]              | data/it's",
                "data[\"\"]                  | data/",
                "header.in.key               | header/in/key",
                "header[\"in\"].key.deeper   | header/in/key/deeper",
            })
    void readsSteps(String path, String steps) {
        assertThat(FieldPath.parse(path)).containsExactly(steps.split("/", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a",
                "dat",
                "data.",
                ".data",
                "data..a",
                "data.a.",
                "data[",
                "data[]",
                "data[0]",
                "data[\"a\"",
                "data[\"a']",
                "data[\"a\"]b",
                "data[\"a\"]bc",
                "data.[\"a\"]",
                "[\"data\"]",
                "header",
                "header.in",
                "header[\"in\"]",
                "datax.a",
                "data.a]",
                "data.\"a\"",
                "data[a]"
            })
    void refusesWhatIsNone(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldPath.parse(path))
                .withMessage(
                        "field: \"" + path + "\" (expected: data, data.key, data[\"a.key\"] or header.module.key)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "data.a.b", "data[\"a.b\"].c", "data[\"it's\"]", "header.in.key"})
    void writesWhatItReads(String path) {
        List<String> steps = FieldPath.parse(path);

        assertThat(FieldPath.write(steps.get(0), steps.subList(1, steps.size())))
                .isEqualTo(path);
    }
}
