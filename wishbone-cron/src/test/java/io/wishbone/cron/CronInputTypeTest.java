package io.wishbone.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ModuleCatalog;
import java.time.ZoneId;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronInputTypeTest {
    private static Object read(String argument, String value) {
        return CronInputType.TYPE.argument(argument).orElseThrow().type().read(value);
    }

    @Test
    void isFoundOnTheClassPath() {
        assertThat(ServiceLoader.load(ModuleCatalog.class))
                .flatExtracting(ModuleCatalog::moduleTypes)
                .contains(CronInputType.TYPE);
    }

    @Test
    void makesAModule() {
        Map<String, String> arguments =
                Map.of("cron", "@daily", "payload", "x", "zone", "Europe/Brussels", "catch_up", "none");

        assertThat(CronInputType.TYPE.create("tick", arguments)).isInstanceOf(CronInput.class);
    }

    @Test
    void takesTheZoneOfTheSystemByDefault() {
        assertThat(read("zone", "system")).isEqualTo(ZoneId.systemDefault());
    }

    @ParameterizedTest
    @CsvSource({
        "cron, 61 * * * *, 'for the minute at column 1: 0 to 59, '",
        "cron, * * * *, five fields such as",
        "zone, Europe/Brussel, 'a time zone such as Europe/Brussels or UTC; did you mean \"Europe/Brussels\"?'",
        "zone, Mars/Base, a time zone such as Europe/Brussels or UTC",
        "catch_up, all, 'one of one, none'"
    })
    void saysWhatAnArgumentTakes(String argument, String value, String expected) {
        assertThatThrownBy(() -> read(argument, value))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith(expected);
    }
}
