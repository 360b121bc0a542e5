package io.wishbone.protocols;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Data of any shape, the same for the same seed. */
final class RandomData {
    private static final String LETTERS = "abc é€😀\"\\\n\t\u0000{}[]=,;'|/";

    private RandomData() {}

    static Stream<Object> values(int count) {
        return LongStream.range(0, count).mapToObj(seed -> value(new SplittableRandom(seed), 5));
    }

    static Object value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> random.nextLong();
            case 1 -> (long) random.nextInt(-200, 200);
            case 2 -> random.nextDouble() * 1e10;
            case 3 -> random.nextBoolean();
            case 4 -> text(random, 12);
            case 5 -> list(random, depth);
            default -> map(random, depth);
        };
    }

    private static List<Object> list(SplittableRandom random, int depth) {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            items.add(value(random, depth - 1));
        }
        return items;
    }

    static Map<String, Object> map(SplittableRandom random, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            map.put(text(random, 6), value(random, depth - 1));
        }
        return map;
    }

    static String text(SplittableRandom random, int longest) {
        StringBuilder text = new StringBuilder();
        int points = LETTERS.codePointCount(0, LETTERS.length());
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            text.appendCodePoint(LETTERS.codePointAt(LETTERS.offsetByCodePoints(0, random.nextInt(points))));
        }
        return text.toString();
    }

    static Object nested(int depth) {
        Object value = "core";
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }
}
