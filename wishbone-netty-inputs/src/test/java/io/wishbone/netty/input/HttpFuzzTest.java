package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Whatever clients send: it never throws anything but what is answered, and keeps to its limits. */
class HttpFuzzTest {
    private static final int LONGEST_PIECE = 40;
    private static final int MOST = 10_000;

    /** However a stream is cut, the requests in it are the same. The first byte says how. */
    @FuzzTest(maxDuration = "1m")
    void requests(byte[] input) {
        if (input.length == 0) {
            return;
        }
        SplittableRandom random = new SplittableRandom(input[0]);
        byte[] all = Arrays.copyOfRange(input, 1, input.length);
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < all.length; ) {
            int to = Math.min(all.length, from + random.nextInt(1, LONGEST_PIECE));
            pieces.add(Arrays.copyOfRange(all, from, to));
            from = to;
        }
        assertThat(DecodedRequests.of(pieces)).isEqualTo(DecodedRequests.of(List.of(all)));
    }

    @FuzzTest(maxDuration = "1m")
    void compressedBodies(byte[] input) {
        for (HttpInflater.Encoding encoding : HttpInflater.Encoding.values()) {
            try {
                byte[] inflated = HttpInflater.inflate(input, encoding, MOST);
                assertThat(inflated.length).isLessThanOrEqualTo(Math.max(MOST, input.length));
            } catch (HttpRefusal refused) {
                assertThat(refused.status().code()).isIn(400, 413);
            }
        }
    }
}
