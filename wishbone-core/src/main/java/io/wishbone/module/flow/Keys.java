package io.wishbone.module.flow;

import io.wishbone.actor.EventRefusedException;
import io.wishbone.event.Event;
import io.wishbone.event.EventJson;
import io.wishbone.expression.EventFunction;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The keys of events, in a form that can be compared and kept. Text, bytes, numbers and booleans are equal by value;
 * whole numbers whatever their type; lists and maps by their JSON. What is longer than 256 characters or bytes is known
 * by its SHA-256, so that a key takes little memory.
 */
final class Keys {
    private static final int LONGEST = 256;

    private Keys() {}

    /**
     * The key of an event.
     *
     * @throws EventRefusedException if it is null
     */
    static Object of(EventFunction<?> function, Event event) throws Exception {
        Object value = function.apply(event);
        if (value instanceof String text) {
            return ofText(text);
        }
        if (value instanceof byte[] bytes) {
            return bytes.length > LONGEST ? digest(bytes) : ByteBuffer.wrap(bytes);
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value == null) {
            throw new EventRefusedException("key: null (expected: a value)");
        }
        return ofText(value instanceof CharSequence ? value.toString() : EventJson.ofValue(value));
    }

    private static Object ofText(String text) {
        return text.length() > LONGEST ? digest(text.getBytes(StandardCharsets.UTF_8)) : text;
    }

    private static Object digest(byte[] bytes) {
        try {
            return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A number of 64 well mixed bits, the same for equal keys on every machine. */
    static long hash(Object key) {
        return mix(key.hashCode());
    }

    /** Mixes bits, as {@link java.util.SplittableRandom} does (Stafford's variant 13 of MurmurHash3's finaliser). */
    static long mix(long bits) {
        long z = bits + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
