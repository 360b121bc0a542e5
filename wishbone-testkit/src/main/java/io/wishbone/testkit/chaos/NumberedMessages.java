package io.wishbone.testkit.chaos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * Makes numbered messages, and tells of what has come out at the other end: which are missing, changed, cut short,
 * there more than once, or in the wrong place.
 *
 * <p>A message is {@code number:length:checksum:payload}: the number from 0 on, the length of the payload in bytes, the
 * CRC-32C of the payload in eight hexadecimal digits, and a payload of random length and content, the same for the same
 * seed. It takes two bits of memory for each message, and what it needs to name the first few that are wrong.
 *
 * <p><em>Thread-safe.</em>
 */
public final class NumberedMessages {
    private static final int MOST_NAMED = 10;
    private static final int MOST_SHOWN = 60;
    private static final int LARGEST_PAYLOAD = 1 << 24;
    private static final byte SEPARATOR = ':';

    private final long seed;
    private final int mostPayload;
    private final boolean binary;
    private final BitSet acknowledged = new BitSet();
    private final BitSet received = new BitSet();
    private final List<String> strange = new ArrayList<>();
    private int made;
    private long repeated;
    private long changed;
    private long cutShort;
    private long misplaced;
    private long stepsBack;
    private int highest = -1;
    private int previous = -1;

    private NumberedMessages(long seed, int mostPayload, boolean binary) {
        if (mostPayload < 0 || mostPayload > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException("mostPayload: " + mostPayload + " (expected: 0 to 2^24)");
        }
        this.seed = seed;
        this.mostPayload = mostPayload;
        this.binary = binary;
    }

    /**
     * Messages of printable ASCII, without line ends.
     *
     * @param mostPayload the most bytes of a payload, 0 to 2^24
     */
    public static NumberedMessages lines(long seed, int mostPayload) {
        return new NumberedMessages(seed, mostPayload, false);
    }

    /**
     * Messages whose payload has any bytes.
     *
     * @param mostPayload the most bytes of a payload, 0 to 2^24
     */
    public static NumberedMessages binary(long seed, int mostPayload) {
        return new NumberedMessages(seed, mostPayload, true);
    }

    /**
     * The same messages, as many as were made so far, of which nothing is noted: for another look at what has come out.
     */
    public synchronized NumberedMessages afresh() {
        NumberedMessages same = new NumberedMessages(seed, mostPayload, binary);
        same.made = made;
        return same;
    }

    /**
     * What became of the messages.
     *
     * @param made how many were made
     * @param distinct how many different ones have come, whole and unchanged
     * @param missing how many of those that were made have not come
     * @param missingAcknowledged how many of those that were acknowledged have not come
     * @param repeated how many came that had come before
     * @param changed how many came that were never made
     * @param cutShort how many came of which the end was missing, an empty one being of that kind
     * @param misplaced how many came for the first time after one with a higher number
     * @param stepsBack how often the number was not higher than the one before: how often something was sent again
     * @param named the first of what is missing or changed, for a person to read
     */
    public record Report(
            long made,
            long distinct,
            long missing,
            long missingAcknowledged,
            long repeated,
            long changed,
            long cutShort,
            long misplaced,
            long stepsBack,
            List<String> named) {
        public Report {
            named = List.copyOf(named);
        }

        /**
         * Whether each has come at least once, in order but for going back, and nothing else but messages cut short.
         */
        public boolean isAtLeastOnce() {
            return missing == 0 && changed == 0 && misplaced == 0;
        }

        /** Whether none has come twice, and nothing has come that was not sent, but messages cut short. */
        public boolean isAtMostOnce() {
            return repeated == 0 && changed == 0 && misplaced == 0;
        }
    }

    /** Makes the next message. */
    public synchronized byte[] next() {
        return message(made++);
    }

    /** How many were made. */
    public synchronized long made() {
        return made;
    }

    /**
     * A message, whether it was made already or not; the same each time.
     *
     * @param number 0 or more
     */
    public byte[] message(int number) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + number);
        byte[] payload = new byte[random.nextInt(mostPayload + 1)];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (binary ? random.nextInt(256) : random.nextInt(' ', '~' + 1));
        }
        CRC32C checksum = new CRC32C();
        checksum.update(payload);
        byte[] start = String.format(Locale.ROOT, "%d:%d:%08x:", number, payload.length, checksum.getValue())
                .getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(start, start.length + payload.length);
        System.arraycopy(payload, 0, message, start.length, payload.length);
        return message;
    }

    /** Notes that a message was acknowledged: that whoever took it has promised that it comes out. */
    public synchronized void acknowledged(byte[] message) {
        int number = numberOf(message);
        if (number < 0 || number >= made) {
            throw new IllegalArgumentException("message: " + shown(message) + " (expected: one that was made)");
        }
        acknowledged.set(number);
    }

    /** Notes what has come out; text is taken as one byte for each character. */
    public void received(String message) {
        received(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Notes what has come out. */
    public synchronized void received(byte[] message) {
        int number = numberOf(message);
        byte[] expected = number >= 0 && number < made ? message(number) : new byte[0];
        if (message.length == 0 || isStartOf(message, expected)) {
            cutShort++;
        } else if (Arrays.equals(message, expected)) {
            received(number);
        } else {
            changed++;
            if (strange.size() < MOST_NAMED) {
                strange.add("changed: " + shown(message));
            }
        }
    }

    private void received(int number) {
        if (number <= previous) {
            stepsBack++;
        }
        previous = number;
        if (received.get(number)) {
            repeated++;
            return;
        }
        received.set(number);
        if (number < highest) {
            misplaced++;
            if (strange.size() < MOST_NAMED) {
                strange.add("misplaced: " + number + " after " + highest);
            }
        }
        highest = Math.max(highest, number);
    }

    private static boolean isStartOf(byte[] part, byte[] whole) {
        return part.length < whole.length && Arrays.equals(part, 0, part.length, whole, 0, part.length);
    }

    /** The number that a message begins with; -1 if it begins with none. */
    private static int numberOf(byte[] message) {
        long number = 0;
        int digits = 0;
        while (digits < message.length && message[digits] >= '0' && message[digits] <= '9') {
            number = number * 10 + message[digits] - '0';
            digits++;
            if (number > Integer.MAX_VALUE) {
                return -1;
            }
        }
        boolean isWhole = digits == message.length || message[digits] == SEPARATOR;
        return digits > 0 && isWhole ? (int) number : -1;
    }

    private static String shown(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
    }

    /** How many different ones have come so far. */
    public synchronized long distinct() {
        return received.cardinality();
    }

    /** What became of the messages so far. */
    public synchronized Report report() {
        int distinct = received.cardinality();
        BitSet lost = (BitSet) acknowledged.clone();
        lost.andNot(received);
        List<String> named = new ArrayList<>(strange);
        int gap = received.nextClearBit(0);
        for (int i = 0; i < MOST_NAMED && gap < made; i++) {
            int end = received.nextSetBit(gap);
            named.add("missing: " + gap + " to " + ((end < 0 ? made : end) - 1));
            gap = end < 0 ? made : received.nextClearBit(end);
        }
        return new Report(
                made,
                distinct,
                made - distinct,
                lost.cardinality(),
                repeated,
                changed,
                cutShort,
                misplaced,
                stepsBack,
                named);
    }
}
