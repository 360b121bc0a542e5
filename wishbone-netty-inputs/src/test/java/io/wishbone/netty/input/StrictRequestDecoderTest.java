package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrictRequestDecoderTest {
    private static final String STREAM = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
            + "GET /b HTTP/1.1\r\nHost: h\r\n\r\n"
            + "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: v\r\n\r\n"
            + "GET /d HTTP/1.1\r\nHost: h\r\nX:\r\n\r\n";
    private static final List<String> REQUESTS = List.of(
            "POST /a [Host=h, Content-Length=5]",
            "[hello]",
            "GET /b [Host=h]",
            "[]",
            "POST /c [Host=h, Transfer-Encoding=chunked]",
            "[abcde]",
            "GET /d [Host=h, X=]",
            "[]");

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static IntStream cuts() {
        return IntStream.rangeClosed(0, STREAM.length());
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void givesTheSameWhereverTheStreamIsCut(int at) {
        assertThat(DecodedRequests.of(List.of(bytes(STREAM.substring(0, at)), bytes(STREAM.substring(at)))))
                .isEqualTo(REQUESTS);
    }

    @Test
    void givesTheSameByteByByte() {
        List<byte[]> each = new ArrayList<>();
        for (byte one : bytes(STREAM)) {
            each.add(new byte[] {one});
        }
        assertThat(DecodedRequests.of(each)).isEqualTo(REQUESTS);
    }

    static IntStream foldedCuts() {
        return IntStream.rangeClosed(0, folded().length());
    }

    private static String folded() {
        return "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n\tb\r\n\r\n";
    }

    @ParameterizedTest
    @MethodSource("foldedCuts")
    void seesFoldingWhereverTheStreamIsCut(int at) {
        assertThat(DecodedRequests.of(List.of(bytes(folded().substring(0, at)), bytes(folded().substring(at)))))
                .containsExactly("refused");
    }

    /** Lengths that no header may have, spaces in them, and what begins a line. */
    private static final String[] SPICE = {
        "\r", "\n", " ", "\t", "\u0000", ":", ";", "0", "-1", "\r\n", "\r\n\r\n", "\u00ff"
    };

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesTheSameForWhatIsBrokenHoweverItIsCut(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            StringBuilder broken = new StringBuilder(STREAM);
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                int at = random.nextInt(broken.length());
                String spice = SPICE[random.nextInt(SPICE.length)];
                broken.replace(at, at + random.nextInt(2), spice);
            }
            byte[] all = bytes(broken.toString());
            List<byte[]> pieces = new ArrayList<>();
            for (int from = 0; from < all.length; ) {
                int to = Math.min(all.length, from + random.nextInt(1, 30));
                pieces.add(Arrays.copyOfRange(all, from, to));
                from = to;
            }
            assertThat(DecodedRequests.of(pieces)).as(broken.toString()).isEqualTo(DecodedRequests.of(List.of(all)));
        }
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }
}
