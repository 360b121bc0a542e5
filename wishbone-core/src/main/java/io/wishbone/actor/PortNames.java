package io.wishbone.actor;

import java.util.regex.Pattern;

/** The rule for the names of modules and queues. */
public final class PortNames {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
    private static final int LONGEST = 128;

    private PortNames() {}

    /**
     * Checks a name.
     *
     * @return the name
     * @throws IllegalArgumentException if it is not 1 to 128 letters, digits, {@code _} and {@code -}, the first a
     *     letter or a digit
     */
    public static String check(String name) {
        if (name.length() > LONGEST || !VALID.matcher(name).matches()) {
            throw new IllegalArgumentException("bad name \"" + name + "\" (expected: 1 to " + LONGEST
                    + " letters, digits, \"_\" and \"-\", the first a letter or a digit; \".\" separates module and queue, and a"
                    + " leading \"_\" is the router's own)");
        }
        return name;
    }
}
