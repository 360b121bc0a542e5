package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatagramSizingTest {
    @ParameterizedTest
    @CsvSource({
        "abcdef, 3, abc",
        "abc, 3, abc",
        "aé, 2, a",
        "aéb, 3, aé",
        "€€, 3, €",
        "€€, 4, €",
        "€€, 5, €",
        "a😀, 4, a",
        "a😀b, 5, a😀",
        "aaa😀, 3, aaa"
    })
    void cutsBetweenCharacters(String text, int limit, String cut) throws IOException {
        DatagramSizing sizing = new DatagramSizing(limit, OversizeDatagrams.TRUNCATE);

        assertThat(sizing.fit(text.getBytes(StandardCharsets.UTF_8)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(cut);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5"})
    void cutsAtTheLimitWhatIsNoUtf8(int limit) throws IOException {
        byte[] bytes = {(byte) 0x80, (byte) 0x81, (byte) 0x82, (byte) 0x83, (byte) 0x84, (byte) 0x85};

        assertThat(new DatagramSizing(limit, OversizeDatagrams.TRUNCATE).fit(bytes))
                .hasSize(limit);
    }

    @Test
    void neverMakesAnEmptyDatagram() throws IOException {
        assertThat(new DatagramSizing(1, OversizeDatagrams.TRUNCATE).fit("é".getBytes(StandardCharsets.UTF_8)))
                .hasSize(1);
    }

    @Test
    void refusesWhatIsEmptyOrTooLong() {
        DatagramSizing sizing = new DatagramSizing(3, OversizeDatagrams.FAIL);

        assertThatThrownBy(() -> sizing.fit(new byte[0])).hasMessage("an empty datagram cannot be sent");
        assertThatThrownBy(() -> sizing.fit(new byte[4]))
                .hasMessage("a datagram of 4 bytes (expected: max_datagram, 3, or less)");
    }
}
