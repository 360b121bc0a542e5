package io.wishbone.netty.framing;

import java.util.ArrayList;
import java.util.List;

/** What a line decoder must give for a whole stream, worked out the simplest way. */
final class NaiveLines {
    private NaiveLines() {}

    /** What the sink sees of a stream, as text of one character for each byte, that ends with a partial line or not. */
    static List<String> of(String stream, int maxFrame, OversizePolicy policy, boolean emitPartial) {
        List<String> seen = new ArrayList<>();
        String rest = stream;
        for (int end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
            String line = rest.substring(0, end);
            rest = rest.substring(end + 1);
            if (!add(line.endsWith("\r") ? line.substring(0, end - 1) : line, maxFrame, policy, seen)) {
                return seen;
            }
        }
        boolean isTooLongAnyhow = rest.length() > maxFrame + 1 || (rest.length() > maxFrame && !rest.endsWith("\r"));
        if (!rest.isEmpty() && (emitPartial || isTooLongAnyhow)) {
            add(rest, maxFrame, policy, seen);
        }
        return seen;
    }

    private static boolean add(String line, int maxFrame, OversizePolicy policy, List<String> seen) {
        if (line.length() <= maxFrame) {
            seen.add(line);
            return true;
        }
        seen.add(RecordingSink.OVERSIZE);
        if (policy == OversizePolicy.TRUNCATE) {
            seen.add(line.substring(0, maxFrame));
        }
        return policy != OversizePolicy.CLOSE;
    }
}
