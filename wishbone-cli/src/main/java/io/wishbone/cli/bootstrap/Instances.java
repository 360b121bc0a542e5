package io.wishbone.cli.bootstrap;

/**
 * Which one of several processes that run the same bootstrap file a process is. <em>Immutable.</em>
 *
 * @param number from 1
 * @param count how many there are, 1 to 64
 */
public record Instances(int number, int count) {
    /** The variable that has the number. */
    public static final String VARIABLE = "WISHBONE_INSTANCE";

    /** The most that there may be. */
    public static final int MOST = 64;

    /** The only one. */
    public static final Instances ONE = new Instances(1, 1);

    public Instances {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("count: " + count + " (expected: 1 to " + MOST + ")");
        }
        if (number < 1) {
            throw new IllegalArgumentException("number: " + number + " (expected: >= 1)");
        }
    }
}
