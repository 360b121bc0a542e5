package io.wishbone.testkit;

import java.util.SplittableRandom;

/** Bytes that nobody meant. */
final class Garbage {
    private static final int LONGEST = 64;
    private static final String TELLING = "{}[]\"\\<>=,;: \n\r\t0129-+.eE|\u001e\u000f";

    private Garbage() {}

    /** Some random bytes, or characters that mean something in many protocols. */
    static byte[] random(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(LONGEST)];
        boolean isTelling = random.nextBoolean();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = isTelling ? telling(random) : (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte telling(SplittableRandom random) {
        return (byte) TELLING.charAt(random.nextInt(TELLING.length()));
    }

    /** A message with some of its bytes changed. */
    static byte[] changed(byte[] message, SplittableRandom random) {
        byte[] bytes = message.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? telling(random) : (byte) random.nextInt(256);
        }
        return bytes;
    }
}
